// Read by the error boundary of @grafana/ui alone.
exports.faro = {};
