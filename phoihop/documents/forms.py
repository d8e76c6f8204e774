"""The shape of a letter as it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.base.forms import EMPTY, Plain, day_field
from phoihop.documents import queries, rules
from phoihop.documents.models import Letter
from phoihop.documents.rules import NewLetter
from phoihop.orgs.models import Body, Post


class LetterForm(Plain):
    """Subject, words, whom it goes to, who signs, by when an answer is asked for."""

    subject = forms.CharField(label=_("Trích yếu (về việc)"), error_messages={"required": EMPTY})
    to = forms.ModelMultipleChoiceField(label=_("Cơ quan nhận"), queryset=Body.objects.none(), required=False)
    text = forms.CharField(
        label=_("Nội dung thư"),
        error_messages={"required": EMPTY},
        widget=forms.Textarea({"rows": 12}),
        help_text=_("Mỗi dòng một đoạn. Chỉ viết điều không mật."),
    )
    urgency = forms.ChoiceField(label=_("Mức độ khẩn"), choices=Letter.Urgency.choices, initial="ordinary")
    reply_due_on = day_field(_("Hạn trả lời"), _("Để trống khi không cần trả lời."), required=False)
    signer = forms.ModelChoiceField(label=_("Người ký"), queryset=Post.objects.none(), empty_label=None)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to, signer = self.fields["to"], self.fields["signer"]
        assert isinstance(to, forms.ModelMultipleChoiceField)
        assert isinstance(signer, forms.ModelChoiceField)
        to.queryset = rules.bodies_to_write_to(post)
        signer.queryset = queries.signers(post)
        signer.choices = [(one.pk, one.title) for one in queries.signers(post)]

    def chosen(self) -> set[str]:
        """Keys of the bodies ticked, also when the rest is wrong."""
        return {str(getattr(key, "pk", key)) for key in self["to"].value() or ()}

    def letter(self, answers: Letter | None = None) -> NewLetter:
        """What was typed, once its shape is right."""
        given = dict(self.cleaned_data)
        to = [body.pk for body in given.pop("to")]
        return NewLetter(**given, to=to, answers=answers)
