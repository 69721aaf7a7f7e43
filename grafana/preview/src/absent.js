// Replaces large packages that no panel uses: a code editor and a tracer.
export const faro = {};
