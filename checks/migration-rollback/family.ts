import type { FamilyDefinition } from '../../src/model/index.ts'

const family: FamilyDefinition = {
  title: 'Migrations',
  description:
    'Can every schema migration of this change be rolled back, is history left alone, and does running it harm what is up?',
  module: 4,
  groups: [
    {
      title: 'Hazards',
      description:
        'What locks, rewrites, loses or breaks while a migration runs beside the application, on the way up and on the way back.',
    },
    {
      title: 'Rollbacks',
      description: 'Whether there is a way back, judged from the text of the migration.',
      rules: [
        'missing-down',
        'empty-down',
        'irreversible-operation',
        'irreversible-without-reason',
        'rollback-does-not-mirror',
      ],
    },
    {
      title: 'Proof',
      description: 'What happens when the migrations and their rollbacks are run on a scratch database.',
      rules: ['rollback-fails', 'rollback-differs', 'rollback-loses-data', 'migration-fails'],
    },
    {
      title: 'History and order',
      description: 'What was applied stays as it was, and what is new comes last.',
      rules: [
        'edited-applied-migration',
        'applied-migration-deleted',
        'duplicate-version',
        'out-of-order-version',
        'several-heads',
        'mixed-transaction',
      ],
    },
  ],
}

export default family
