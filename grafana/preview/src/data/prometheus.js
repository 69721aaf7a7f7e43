// Prometheus' HTTP API, as far as a dashboard asks it. Times are in seconds.

async function ask(path, parameters) {
  const url = `/api/v1/${path}`;
  const body = new URLSearchParams(parameters);
  const answer = path.startsWith('label/')
    ? await fetch(`${url}?${body}`)
    : await fetch(url, { method: 'POST', body });
  const text = await answer.text();
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Error(`Prometheus: HTTP ${answer.status}: ${text.slice(0, 200)}`);
  }
  if (document.status !== 'success') {
    throw new Error(document.error ?? `HTTP ${answer.status}`);
  }
  return document.data;
}

// The series at one time: [{ metric: labels, values: [[time, text]] }].
export async function queryAt(expr, time) {
  const { resultType, result } = await ask('query', { query: expr, time });
  if (resultType === 'scalar') return [{ metric: {}, values: [result] }];
  if (resultType !== 'vector') {
    throw new Error(`a ${resultType} cannot be drawn`);
  }
  return result.map(({ metric, value }) => ({ metric, values: [value] }));
}

// The series from start to end, at multiples of step.
export async function queryRange(expr, start, end, step) {
  const parameters = {
    query: expr,
    start: Math.floor(start / step) * step,
    end: Math.floor(end / step) * step,
    step,
  };
  return (await ask('query_range', parameters)).result;
}

export async function labelValues(label, selector, start, end) {
  const parameters = { start, end };
  if (selector) parameters['match[]'] = selector;
  return ask(`label/${encodeURIComponent(label)}/values`, parameters);
}
