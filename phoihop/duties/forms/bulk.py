"""The shape of what is typed for many shares at once."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.base.forms import day_field
from phoihop.duties.models import Assignment

_REASON = forms.Textarea({"rows": 2})


class MoveForm(forms.Form):
    until = day_field(_("Hạn mới"))
    reason = forms.CharField(label=_("Lý do đổi hạn"), max_length=300, widget=_REASON)


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Lý do rút"), max_length=300, widget=_REASON)


class DropForm(forms.Form):
    kind = forms.ChoiceField(label=_("Vì sao kết thúc"), choices=[("", "–"), *Assignment.DropReason.choices])
    reason = forms.CharField(label=_("Ghi rõ"), max_length=300, widget=_REASON)
