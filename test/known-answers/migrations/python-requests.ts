import type { Files, PullRequest } from './case.ts'
import { file } from './case.ts'

const DJANGO: Files = {
  'requirements.txt': 'Django==5.0\npsycopg[binary]==3.1.18\n',
  'site/settings.py': file`
    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "clinic"}}
    INSTALLED_APPS = ["clinic"]
  `,
  'clinic/models.py': file`
    from django.db import models


    class Patient(models.Model):
        name = models.CharField(max_length=200)
        room = models.IntegerField(null=True)
  `,
  'clinic/migrations/__init__.py': '',
  'clinic/migrations/0001_initial.py': file`
    from django.db import migrations, models


    class Migration(migrations.Migration):
        initial = True
        dependencies = []
        operations = [
            migrations.CreateModel(
                name="Patient",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=200)),
                    ("room", models.IntegerField(null=True)),
                ],
            ),
        ]
  `,
}

const django = (
  operations: string,
  { before = '', attributes = '' } = {},
): string => `from django.db import migrations, models
${before}

class Migration(migrations.Migration):
${attributes}    dependencies = [("clinic", "0001_initial")]
    operations = [
${operations
  .trimEnd()
  .split('\n')
  .map((line) => `        ${line}`)
  .join('\n')}
    ]
`

const ALEMBIC: Files = {
  'requirements.txt': 'alembic==1.13\nSQLAlchemy==2.0\npsycopg2-binary==2.9\n',
  'alembic.ini': '[alembic]\nscript_location = alembic\nsqlalchemy.url = postgresql://localhost/garage\n',
  'alembic/env.py': 'from alembic import context\n',
  'alembic/versions/a1_cars.py': file`
    from alembic import op
    import sqlalchemy as sa

    revision = "a1"
    down_revision = None


    def upgrade():
        op.create_table(
            "cars",
            sa.Column("id", sa.BigInteger(), primary_key=True),
            sa.Column("plate", sa.Text(), nullable=False),
            sa.Column("owner_id", sa.BigInteger(), nullable=True),
        )
        op.create_table("owners", sa.Column("id", sa.BigInteger(), primary_key=True))


    def downgrade():
        op.drop_table("owners")
        op.drop_table("cars")
  `,
}

const alembic = (up: string, down: string, revision = 'b2', before = 'a1'): string => `from alembic import op
import sqlalchemy as sa

revision = "${revision}"
down_revision = "${before}"


def upgrade():
${indented(up)}


def downgrade():
${indented(down)}
`

const indented = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')

export const PYTHON_FAULTS: readonly PullRequest[] = [
  {
    name: 'Django: a data migration without a reverse',
    base: DJANGO,
    change: {
      'clinic/migrations/0002_trim_names.py': django('migrations.RunPython(trim_names),', {
        before: file`

          def trim_names(apps, schema_editor):
              Patient = apps.get_model("clinic", "Patient")
              for patient in Patient.objects.iterator():
                  patient.name = patient.name.strip()
                  patient.save()
        `,
      }),
    },
    says: ['clinic/migrations/0002_trim_names.py: migrations.RunPython(trim_names),'],
  },
  {
    name: 'Django: a required integer without a default',
    base: DJANGO,
    change: {
      'clinic/migrations/0002_patient_age.py': django(
        'migrations.AddField("Patient", "age", models.IntegerField()),',
      ),
    },
    says: [
      'clinic/migrations/0002_patient_age.py: migrations.AddField("Patient", "age", models.IntegerField()),',
    ],
  },
  {
    name: 'Django: SQL without its reverse',
    base: DJANGO,
    change: {
      'clinic/migrations/0002_view.py': django(
        'migrations.RunSQL("CREATE VIEW clinic_rooms AS SELECT DISTINCT room FROM clinic_patient"),',
      ),
    },
    says: [
      'clinic/migrations/0002_view.py: migrations.RunSQL("CREATE VIEW clinic_rooms AS SELECT DISTINCT room FROM clinic_patient"),',
    ],
  },
  {
    name: 'Django: an index built inside of the transaction',
    base: DJANGO,
    change: {
      'clinic/migrations/0002_room_index.py': django(
        'migrations.AddIndex("Patient", models.Index(fields=["room"], name="patient_room_idx")),',
      ),
    },
    says: [
      'clinic/migrations/0002_room_index.py: migrations.AddIndex("Patient", models.Index(fields=["room"], name="patient_room_idx")),',
    ],
  },
  {
    name: 'Alembic: a downgrade that passes',
    base: ALEMBIC,
    change: {
      'alembic/versions/b2_colour.py': alembic(
        'op.add_column("cars", sa.Column("colour", sa.Text(), nullable=True))',
        'pass',
      ),
    },
    says: ['alembic/versions/b2_colour.py: def downgrade():'],
    amended: 'What is at fault is the function, whatever stands in it: a suggestion replaces all of it.',
  },
  {
    name: 'Alembic: a unique constraint built under its lock',
    base: ALEMBIC,
    change: {
      'alembic/versions/b2_plates.py': alembic(
        'op.create_unique_constraint("cars_plate_key", "cars", ["plate"])',
        'op.drop_constraint("cars_plate_key", "cars", type_="unique")',
      ),
    },
    says: ['alembic/versions/b2_plates.py: op.create_unique_constraint("cars_plate_key", "cars", ["plate"])'],
  },
  {
    name: 'Alembic: a second head beside the one of the base',
    base: {
      ...ALEMBIC,
      'alembic/versions/b2_colour.py': alembic(
        'op.add_column("cars", sa.Column("colour", sa.Text(), nullable=True))',
        'op.drop_column("cars", "colour")',
      ),
    },
    change: {
      'alembic/versions/c3_doors.py': alembic(
        'op.add_column("cars", sa.Column("doors", sa.Integer(), nullable=True))',
        'op.drop_column("cars", "doors")',
        'c3',
      ),
    },
    says: ['alembic/versions/c3_doors.py: down_revision = "a1"'],
  },
]

export const PYTHON_TIDY: readonly PullRequest[] = [
  {
    name: 'Django: a new model with a key to an old one',
    base: DJANGO,
    change: {
      'clinic/migrations/0002_visit.py': django(file`
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("on", models.DateField()),
                ("patient", models.ForeignKey("clinic.Patient", on_delete=models.CASCADE)),
            ],
        ),
      `),
    },
    says: [],
  },
  {
    name: 'Django: a column that may be empty',
    base: DJANGO,
    change: {
      'clinic/migrations/0002_patient_phone.py': django(
        'migrations.AddField("Patient", "phone", models.CharField(max_length=30, null=True)),',
      ),
    },
    says: [],
  },
  {
    name: 'Django: an index built concurrently',
    base: DJANGO,
    change: {
      'clinic/migrations/0002_room_index.py': django(
        'AddIndexConcurrently("Patient", models.Index(fields=["room"], name="patient_room_idx")),',
        {
          before: 'from django.contrib.postgres.operations import AddIndexConcurrently\n',
          attributes: '    atomic = False\n',
        },
      ),
    },
    says: [],
  },
  {
    name: 'Django: a field whose choices and help text changed',
    base: DJANGO,
    change: {
      'clinic/migrations/0002_name_help.py': django(
        'migrations.AlterField("Patient", "name", models.CharField(max_length=200, help_text="As on the card")),',
      ),
    },
    says: [],
  },
  {
    name: 'Alembic: a new table with an index',
    base: ALEMBIC,
    change: {
      'alembic/versions/b2_repairs.py': alembic(
        file`
          op.create_table(
              "repairs",
              sa.Column("id", sa.BigInteger(), primary_key=True),
              sa.Column("car_id", sa.BigInteger(), sa.ForeignKey("cars.id"), nullable=False),
          )
          op.create_index("repairs_car_id_idx", "repairs", ["car_id"])
        `,
        'op.drop_index("repairs_car_id_idx", table_name="repairs")\nop.drop_table("repairs")',
      ),
    },
    says: [],
  },
  {
    name: 'Alembic: a concurrent index in an autocommit block',
    base: ALEMBIC,
    change: {
      'alembic/versions/b2_owner_index.py': alembic(
        file`
          with op.get_context().autocommit_block():
              op.create_index("cars_owner_id_idx", "cars", ["owner_id"], postgresql_concurrently=True)
        `,
        file`
          with op.get_context().autocommit_block():
              op.drop_index("cars_owner_id_idx", table_name="cars", postgresql_concurrently=True)
        `,
      ),
    },
    says: [],
  },
  {
    name: 'Alembic: a foreign key not valid first, validated by the next revision',
    base: ALEMBIC,
    change: {
      'alembic/versions/b2_owner_key.py': alembic(
        'op.create_foreign_key("cars_owner_fk", "cars", "owners", ["owner_id"], ["id"], postgresql_not_valid=True)',
        'op.drop_constraint("cars_owner_fk", "cars", type_="foreignkey")',
      ),
      'alembic/versions/c3_owner_key_valid.py': alembic(
        'op.execute("ALTER TABLE cars VALIDATE CONSTRAINT cars_owner_fk")',
        'pass  # Nothing to undo: the revision before drops the constraint.',
        'c3',
        'b2',
      ),
    },
    says: [],
  },
]
