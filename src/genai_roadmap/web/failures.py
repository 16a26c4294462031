"""Messages about failed downloads, with what to do."""

import ssl
from http import HTTPStatus

from urllib3 import exceptions

from genai_roadmap.errors import RequestError

SERVER_ERRORS = 500
# The beginning of the message of http.client.
LOGIN_REQUIRED = f"Tunnel connection failed: {HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:d}"


class FailedError(RequestError):
    """A file can't be downloaded; the message is the reason."""


class NotFoundError(FailedError):
    """There is no file at an address."""


def reason_of_status(status: int) -> FailedError:
    """Return the error for the status of a response other than 200."""
    match status:
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return NotFoundError(f"there is no such page, or it is private ({status})")
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return FailedError(f"it requires a login ({status}); download it in the browser and import the file")
        case HTTPStatus.TOO_MANY_REQUESTS:
            return FailedError(f"there were too many requests ({status}); try again later")
    if status >= SERVER_ERRORS:
        return FailedError(f"the server has a problem ({status}); try again later")
    return FailedError(f"the server sent an unexpected answer ({status})")


def reason_of_exception(error: Exception, host: str, connect: float, read: float) -> str:
    """Return why a connection failed; the times are the limits in seconds."""
    if isinstance(error, (exceptions.SSLError, ssl.SSLError)):
        return f"the connection to {host} is not secure: {_ssl_reason(error)}"
    if isinstance(error, exceptions.ProxyError) and str(error.original_error).startswith(LOGIN_REQUIRED):
        return "the proxy requires a login; check the user name and the password in HTTPS_PROXY"
    # The first that applies, because some are derived from others.
    reasons = {
        exceptions.NameResolutionError: f"the host {host} was not found; check the address and your connection",
        exceptions.NewConnectionError: f"{host} could not be reached; check the address and your connection",
        exceptions.ConnectTimeoutError: f"{host} could not be reached within {connect:g} seconds; try again later",
        exceptions.TimeoutError: f"{host} sent nothing for {read:g} seconds; try again later",
        exceptions.ProxySchemeUnknown: "the proxy is not supported; HTTPS_PROXY should begin with http:// or https://",
        exceptions.LocationValueError: "its address, or that of the proxy in HTTPS_PROXY, is not valid",
        exceptions.ProxyError: "the proxy can't be reached; check HTTPS_PROXY",
        Exception: "the connection was lost; try again",
    }
    return next(reason for kind, reason in reasons.items() if isinstance(error, kind))


def _ssl_reason(error: Exception) -> str:
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({cause.verify_message})"
    return "the server does not use TLS on this port"
