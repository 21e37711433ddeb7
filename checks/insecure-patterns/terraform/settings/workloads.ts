import type { Setting } from '../resources.ts'

const named = (...kinds: string[]): string[] => kinds.flatMap((kind) => [kind, `${kind}_v1`])

/** Kinds of the providers `kubernetes` and `docker`, and where each holds its pod. */
const PODS: readonly { kind: string[]; pod: string }[] = [
  { kind: named('kubernetes_pod'), pod: 'spec' },
  {
    kind: named(
      'kubernetes_deployment',
      'kubernetes_stateful_set',
      'kubernetes_replication_controller',
      'kubernetes_job',
    ),
    pod: 'spec.template.spec',
  },
  { kind: named('kubernetes_cron_job'), pod: 'spec.job_template.spec.template.spec' },
]

const says = (kind: Setting['kind'], path: string, is: Setting['is'], why: string): Setting => ({
  kind,
  path,
  ...(is && { is }),
  message: `\`{name}\` ${why}.`,
  fix: 'Leave `{path}` out, or give what is needed alone.',
})

/** Attributes by the names of registry.terraform.io: hashicorp/kubernetes, kreuzwerker/docker. */
export const WORKLOADS: readonly Setting[] = [
  ...PODS.flatMap(({ kind, pod }) => [
    ...['host_pid', 'host_ipc', 'host_network'].map((key) =>
      says(kind, `${pod}.${key}`, [true], 'shares what its host keeps apart'),
    ),
    says(kind, `${pod}.security_context.run_as_non_root`, [false], 'is told that it may run as root'),
    says(kind, `${pod}.security_context.run_as_user`, ['0'], 'is told to run as root'),
    says(
      kind,
      `${pod}.volume.host_path.path`,
      ['/', '/etc', '/var/run/docker.sock', '/run/docker.sock', '/run/containerd/containerd.sock', '/proc'],
      'is given a part of its host with which it can take the host over',
    ),
    ...['container', 'init_container'].flatMap((key) => {
      const context = `${pod}.${key}.security_context`
      return [
        says(kind, `${context}.privileged`, [true], 'runs with the rights of its host'),
        says(kind, `${context}.allow_privilege_escalation`, [true], 'lets processes gain rights'),
        says(kind, `${context}.run_as_non_root`, [false], 'is told that it may run as root'),
        says(kind, `${context}.run_as_user`, ['0'], 'is told to run as root'),
        says(
          kind,
          `${context}.capabilities.add`,
          ['ALL', 'SYS_ADMIN', 'CAP_SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE'],
          'is given capabilities with which a process leaves its container',
        ),
      ]
    }),
  ]),
  says('docker_container', 'privileged', [true], 'runs with the rights of its host'),
  says('docker_container', 'network_mode', ['host'], 'shares the network of its host'),
  says('docker_container', 'pid_mode', ['host'], 'shares the processes of its host'),
  says('docker_container', 'volumes.host_path', ['/', '/var/run/docker.sock'], 'can take its host over'),
]
