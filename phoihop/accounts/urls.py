"""Only these of django-allauth's pages exist here: accounts are given by the office, and no mail is sent."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import include, path

from phoihop.accounts import views

own = (
    [
        path("", views.home, name="home"),
        path("ngon-ngu", views.language, name="language"),
    ],
    "accounts",
)

urlpatterns = [
    path("", include(own)),
    path("dang-nhap", account.login, name="account_login"),
    path("dang-xuat", account.logout, name="account_logout"),
    path("ngung-dung", account.account_inactive, name="account_inactive"),
    path("mat-khau", views.Password.as_view(), name="account_change_password"),
    path("xac-nhan", account.reauthenticate, name="account_reauthenticate"),
    path("lop-hai", factor.index, name="mfa_index"),
    path("lop-hai/dang-nhap", factor.authenticate, name="mfa_authenticate"),
    path("lop-hai/xac-nhan", factor.reauthenticate, name="mfa_reauthenticate"),
    path("lop-hai/bat", totp.activate_totp, name="mfa_activate_totp"),
    path("lop-hai/tat", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("lop-hai/ma-du-phong", views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("lop-hai/ma-du-phong/tao", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
