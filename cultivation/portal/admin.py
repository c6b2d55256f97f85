"""The admin shows no secrets: what libraries register there of keys, codes and tokens goes.

Their modules are imported first, so that they have registered before they are taken out.
"""

from django.contrib import admin
from django_otp.plugins.otp_static import admin as _static  # noqa: F401
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp import admin as _totp  # noqa: F401
from django_otp.plugins.otp_totp.models import TOTPDevice
from knox import admin as _knox  # noqa: F401

from cultivation.access.models import ApiToken

for model in (TOTPDevice, StaticDevice, ApiToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
