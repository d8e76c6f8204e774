"""The words of the verbs that happen below every other room."""

from django.utils.translation import gettext_lazy as _

from phoihop.journal.registry import name_verbs

name_verbs(
    {
        "accounts.sign_in": _("đăng nhập"),
        "accounts.sign_out": _("đăng xuất"),
        "accounts.sign_in_failed": _("đăng nhập không thành công"),
        "accounts.change_password": _("đổi mật khẩu"),
        "accounts.add_second_factor": _("bật lớp xác thực thứ hai"),
        "accounts.remove_second_factor": _("tắt lớp xác thực thứ hai"),
        "accounts.add_user": _("cấp tài khoản"),
        "accounts.give_new_password": _("cấp lại mật khẩu"),
        "journal.try_again": _("gửi lại thư chưa gửi được"),
    }
)
