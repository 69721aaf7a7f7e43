// The state of the page, for pictures and tests that wait for it.
const panels = new Map();
let isLoading = true;
let requests = 0;

const fetchNow = window.fetch.bind(window);
window.fetch = (...request) => {
  requests += 1;
  return fetchNow(...request).finally(() => (requests -= 1));
};

export const report = {
  // Before there are panels, or instead of them.
  loading() {
    isLoading = true;
    panels.delete('page');
  },
  loaded(error) {
    isLoading = false;
    if (!error) return;
    const { message } = error;
    this.panel('page', { title: 'The page', state: 'failed', message });
  },
  // state: loading, drawn, empty or failed.
  panel(key, { title, state, message }) {
    panels.set(key, { title, state, message });
  },
  gone(key) {
    panels.delete(key);
  },
};

const states = () => [...panels.values()];

// An icon is an empty drawing until it is loaded.
const isBusy = () =>
  isLoading ||
  requests > 0 ||
  states().some(({ state }) => state === 'loading') ||
  document.querySelector('svg:empty') !== null;

const nextFrame = () => new Promise(requestAnimationFrame);

// Once all is drawn, the state of every panel.
window.drawn = async () => {
  for (let quiet = 0; quiet < 5; quiet = isBusy() ? 0 : quiet + 1) {
    await nextFrame();
  }
  await document.fonts.ready;
  return states();
};
