import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_files_and_papers"),
        ("duties", "0004_record_duties"),
        ("orgs", "0001_units_bodies_posts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=32, unique=True)),
                ("kind", models.CharField(max_length=16)),
                ("title_vi", models.CharField(max_length=200)),
                ("title_en", models.CharField(blank=True, max_length=200)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("fields", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "đã lập kế hoạch"),
                            ("running", "đang diễn ra"),
                            ("closed", "đã kết thúc"),
                        ],
                        default="planned",
                        max_length=8,
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closing_text", models.TextField(blank=True)),
                (
                    "seal",
                    models.CharField(
                        blank=True, help_text="Dấu niêm của mọi lần báo và phần lời khi kết thúc.", max_length=64
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.post",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.file",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="campaigns", to="duties.period"
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.post"),
                ),
                (
                    "regulation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaigns",
                        to="duties.regulation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="Đơn vị điều hành.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CampaignUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="participants", to="duties.campaign"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="campaigns", to="orgs.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("opens_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="duties.campaign"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Situation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveSmallIntegerField()),
                (
                    "level",
                    models.CharField(
                        choices=[("calm", "ổn định"), ("watch", "cần theo dõi"), ("trouble", "có sự việc")],
                        max_length=8,
                    ),
                ),
                ("numbers", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("key", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.post"),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="situations", to="orgs.unit"
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="situations", to="duties.slot"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="campaign",
            index=models.Index(fields=["state", "starts_on"], name="duties_campaign_by_day"),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="duties_campaign_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("started_at__isnull", True), ("state", "planned")),
                    models.Q(("started_at__isnull", False), ("state__in", ["running", "closed"])),
                    _connector="OR",
                ),
                name="duties_campaign_started_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("state", "closed"),
                        models.Q(("closing_text", ""), _negated=True),
                        models.Q(("seal", ""), _negated=True),
                    ),
                    models.Q(
                        ("closed_at__isnull", True),
                        ("closing_text", ""),
                        ("seal", ""),
                        ("state__in", ["planned", "running"]),
                    ),
                    _connector="OR",
                ),
                name="duties_campaign_closed_with_its_report",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignunit",
            constraint=models.UniqueConstraint(fields=("campaign", "unit"), name="duties_a_unit_once_in_a_campaign"),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(fields=("campaign", "at"), name="duties_a_slot_once_in_a_campaign"),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(("at__lte", models.F("due_at")), ("opens_at__lte", models.F("at"))),
                name="duties_slot_opens_then_is_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="situation",
            constraint=models.UniqueConstraint(
                fields=("slot", "unit", "revision"), name="duties_situation_revisions_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="situation",
            constraint=models.UniqueConstraint(fields=("slot", "unit", "key"), name="duties_situation_sent_once"),
        ),
        migrations.AddConstraint(
            model_name="situation",
            constraint=models.CheckConstraint(
                condition=models.Q(("revision__gte", 1)), name="duties_situation_counts_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="situation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", "trouble"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="duties_trouble_says_what",
                violation_error_message="Có sự việc thì ghi ngắn gọn việc gì, ở đâu.",
            ),
        ),
    ]
