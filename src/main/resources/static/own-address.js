// Where a log-in may lead: back to what another application wanted, here and nowhere else.
const PATHS = ['/oauth2/authorize', '/oauth2/device_verification', '/authorize-application', '/device'];

export function ownAddress(wanted, origin) {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || /^\/[/\\]/.test(wanted)) {
    return null;
  }
  try {
    const address = new URL(wanted, origin);
    return address.origin === origin && PATHS.includes(address.pathname)
      ? address.pathname + address.search
      : null;
  } catch {
    return null;
  }
}
