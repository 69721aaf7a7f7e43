// The numbers that dashboards, recording rules and alerts share. Override what
// differs at your site:
//
//     (import 'mixin.libsonnet') + { _config+:: { job: 'telephony' } }
{
  _config+:: {
    // The job that scrapes pitel_exporter.
    job: 'pitel',
    selector: 'job="%s"' % self.job,

    // Labels in which several exporters of the same target differ: two that run
    // side by side, or two pods of a rolling update. They are never summed.
    replica_labels: ['instance', 'pod'],

    // The label value of everything beyond the exporter's limits.
    folded: '_other',

    // As configured in pitel_exporter.yml.
    poll_seconds: 10,
    stale_ringing_after_seconds: 300,

    // How often the rules are evaluated: those about the present, and those
    // about the last quarter of an hour or more.
    fast_interval: '10s',
    normal_interval: '30s',

    // The service level promised to callers: this share is answered within this
    // many seconds, which must be a bound of pitel_call_wait_seconds.
    service_level: { share: 0.8, seconds: 20, le: '%.1f' % self.seconds },

    // A share of few calls varies by chance. Alerts on shares require this many
    // standard deviations beyond the limit.
    deviations: 3,

    // A tenant that leaves a greater share of its inbound calls unanswered all
    // week does so on purpose, such as with a voicemail.
    never_answers: 0.95,

    // The hours, in the operator's time zone, when nobody should call out. They
    // may span midnight. (PromQL's hour() is UTC.)
    night: { from: 22, to: 6, utc_offset_hours: 7 },

    // By alert: `pending` is its `for`, `keep` its keep_firing_for. Calls are
    // floors: shares of fewer calls mean nothing. Shares are 0 to 1.
    alerts: {
      PitelRingingBacklog: {
        callers: 5,
        share_of_oncall: 0.5,
        pending: '1m',
        keep: '5m',
      },
      PitelRingingBacklogs: { tenants: 3, pending: '1m', keep: '5m' },
      PitelRingingTooLong: {
        // A queue that offers a caller to one phone after another sometimes
        // takes two minutes, even where hundreds of calls are answered.
        warning: { seconds: 60, callers: 1, pending: '1m' },
        critical: { seconds: 90, callers: 2, pending: '30s' },
        keep: '5m',
      },
      PitelQueueBacklog: {
        callers: 5,
        share_of_oncall: 0.5,
        pending: '1m',
        keep: '5m',
      },
      PitelQueueWaitTooLong: {
        warning: { seconds: 180, callers: 1, pending: '1m' },
        critical: { seconds: 300, callers: 2, pending: '1m' },
        keep: '5m',
      },
      PitelNoCallsAnswered: { calls: 10, pending: '1m' },
      PitelUnansweredHigh: {
        share: 0.2,
        times_own_week: 1.5,
        calls: 30,
        pending: '5m',
        keep: '15m',
      },
      PitelServiceLevelLow: { share: 0.7, calls: 20, pending: '15m' },
      PitelAgentsSaturated: { share: 0.95, extensions: 5, pending: '10m' },
      PitelOutboundOffHours: { calls: 5, times_last_night: 2, pending: '5m' },
      PitelTenantSurge: { times_own_week: 3, calls: 5, pending: '5m' },

      PitelServerLostCalls: {
        share: 0.3,
        legs: 20,
        share_of_others: 0.7,
        window: '15m',
        pending: '2m',
        keep: '15m',
      },
      PitelServerDroppedCalls: {
        share: 0.35,
        legs: 30,
        window: '1m',
        before: '2m',
        pending: '0s',
        keep: '15m',
      },
      PitelServerExtensionsLost: {
        share: 0.5,
        extensions: 20,
        share_of_others: 0.8,
        before: '1h',
        pending: '5m',
      },
      PitelNoCallsAnsweredAnywhere: {
        calls: 30,
        tenants: 5,
        share: 0.03,
        pending: '1m',
      },
      PitelCallsFrozen: { legs: 10, window: '10m', pending: '2m' },
      PitelStaleLegs: { info: 0, warning: 20, pending: '15m' },

      PitelTargetDown: { pending: '3m' },
      PitelTargetsDown: {
        targets: 3,
        share: 0.5,
        pending: '2m',
        keep: '2m',
      },
      PitelTargetFlapping: {
        availability: 0.8,
        changes: 3,
        window: '15m',
        pending: '10m',
      },
      PitelAuthFailing: { failures: 2, window: '30m', pending: '1m' },
      PitelTokenRefreshFailing: {
        expiry_seconds: 3 * 3600,
        window: '30m',
        pending: '5m',
      },
      PitelDataStale: { intervals: 4, seconds: 60, pending: '2m' },
      PitelRowsCollapsed: {
        share: 0.3,
        rows: 50,
        window: '15m',
        pending: '3m',
        keep: '15m',
      },
      PitelRowsMissing: { pending: '10m' },
      PitelUnknownValues: { window: '15m', pending: '10m' },
      PitelLabelOverflow: { pending: '15m' },
      PitelClockSkew: {
        seconds: 120,
        oldest_seconds: 3600,
        window: '15m',
        pending: '15m',
      },
      PitelPollSlow: { share_of_timeout: 0.6, window: '5m', pending: '15m' },

      PitelConfigReloadFailed: { pending: '5m' },
      PitelExporterDown: { pending: '5m' },
      PitelExporterAbsent: { pending: '15m' },
    },

    // Limits for colours in dashboards, without alerts. Shares are 0 to 1.
    colours: {
      availability_good: 0.999,
      // The share of a server's calls that ring: normally 12 s of 180 s. It is
      // not shown for fewer calls than these.
      ringing_share: { share: 0.2, calls: 5 },
      // The mean length of fewer calls is not shown.
      call_length_calls: 5,
    },

    // Dashboards, by uid, which is also the name of their file.
    dashboards: {
      wallboard: 'pitel-wallboard',
      overview: 'pitel-overview',
      tenant: 'pitel-tenant',
      targets: 'pitel-servers',
      service_level: 'pitel-service-level',
      exporter: 'pitel-exporter',
    },
    dashboard_tags: ['pitel'],

    // Where alerts lead: the %s is a dashboard's uid, and an alert's name in
    // lower case, as in the anchors of deploy/runbooks.md.
    dashboard_url: 'https://grafana.example.com/d/%s',
    runbook_url: 'https://wiki.example.com/pitel_exporter/runbooks#%s',
  },
}
