// The address decides what is shown, like Grafana's: /d/<uid>?from=now-6h
// &to=now&var-tenant=a&refresh=30s&kiosk, and here also &theme=light and
// &rows=open, which opens folded rows.
import { useSyncExternalStore } from 'react';

function listen(onChange) {
  window.addEventListener('popstate', onChange);
  return () => window.removeEventListener('popstate', onChange);
}

export const useAddress = () =>
  useSyncExternalStore(listen, () => window.location.href);

export const query = () => new URLSearchParams(window.location.search);

// `changes` by name: a value, several, or null for none.
export function changeQuery(changes) {
  const now = query();
  for (const [name, value] of Object.entries(changes)) {
    now.delete(name);
    for (const each of value === null ? [] : [value].flat()) {
      now.append(name, each);
    }
  }
  window.history.pushState(null, '', `${window.location.pathname}?${now}`);
  window.dispatchEvent(new Event('popstate'));
}
