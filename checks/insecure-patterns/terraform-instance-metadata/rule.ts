import { settingRule } from '../terraform/setting-rule.ts'

export default settingRule(
  {
    title: 'Instance metadata without a token',
    level: 'warning',
    confidence: 'high',
    status: 'stable',
    module: 13,
    cwe: [918, 1390],
  },
  [
    {
      kind: ['aws_instance', 'aws_launch_template', 'aws_launch_configuration', 'aws_spot_instance_request'],
      path: 'metadata_options.http_tokens',
      is: ['optional'],
      message:
        'The metadata of `{name}` answers requests without a token: what makes a program of it fetch an address gets its credentials.',
      fix: 'Set `http_tokens = "required"`.',
    },
    {
      kind: 'aws_ec2_instance_metadata_defaults',
      path: 'http_tokens',
      is: ['optional', 'no-preference'],
      message:
        'The metadata of new instances answers requests without a token: what makes a program of one fetch an address gets its credentials.',
      fix: 'Set `http_tokens = "required"`.',
    },
  ],
)
