// The numbers that dashboards, recording rules and alerts share. Override what
// differs at your site:
//
//     (import 'mixin.libsonnet') + { _config+:: { job: 'telephony' } }
{
  _config+:: {
    // The job that scrapes pitel_exporter.
    job: 'pitel',
    selector: 'job="%s"' % self.job,

    // Labels that say which target a series is of. All others of your site are
    // dropped by rules, so that two exporters of a target, two Services or two
    // replicas count once. Add `cluster` if targets of two clusters share names.
    kept_labels: ['job', 'target'],

    // Labels in which several exporters of a target differ. Dashboards never
    // sum them.
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

    // Beside talking, agents need this long for each call, in which their phone
    // looks free.
    agents: { after_call_seconds: 0 },

    // A share of few calls varies by chance. Alerts on shares require this many
    // standard deviations beyond the limit.
    deviations: 3,

    // A tenant that leaves a greater share of its inbound calls unanswered all
    // week, or at this time of the weeks before, does so on purpose, such as
    // with a voicemail. A quarter of an hour of fewer calls says nothing.
    never_answers: 0.95,
    known_calls: 5,

    // A day with a smaller share of the calls of this weekday in the weeks before
    // is a holiday.
    holiday_share: 0.3,

    // When nobody should call out: hours in the operator's time zone, which may
    // span midnight, and days (0 is Sunday).
    night: { from: 22, to: 6, utc_offset_hours: 7 },
    weekend: [0, 6],

    // What differs for single tenants, all of it optional:
    //
    //     'vip.example.com': {
    //       pages: true,  // its critical alerts go to the pager
    //       severities: { PitelUnansweredHigh: 'critical' },
    //       service_level: { share: 0.9, seconds: 10 },
    //       // Whole hours in the operator's zone, of all days by default. They
    //       // may span midnight, from one of these days to the next. While it
    //       // is closed, unanswered calls are no trouble; while it is open,
    //       // calls at night are no fraud.
    //       business_hours: { from: 8, to: 18, days: [1, 2, 3, 4, 5] },
    //     },
    tenants: {},

    // By alert: `pending` is its `for`, `keep` its keep_firing_for. Calls are
    // floors: shares of fewer calls mean nothing. Shares are 0 to 1.
    alerts: {
      PitelRingingBacklog: {
        callers: 5,
        share_of_oncall: 0.5,
        // Of many callers, half is too late.
        large: { callers: 20, share_of_oncall: 0.25 },
        // Or for this share of a window, with polls in between that show fewer.
        window: '5m',
        share_of_window: 0.3,
        share_of_rare_polls: 0.4,
        pending: '1m',
        keep: '4m',
      },
      PitelRingingBacklogs: { tenants: 3, pending: '1m', keep: '4m' },
      PitelTenantsInTrouble: {
        tenants: 10,
        share: 0.05,
        pending: '0s',
        keep: '5m',
      },
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
      PitelCallersMerged: { phones: 20, times: 10, pending: '5m', keep: '15m' },
      // Calls in the same half hour of the weeks before. Within `lately`, or of
      // outbound calls now, there must be at least this share of them, so that
      // a holiday is none.
      PitelTrafficStopped: {
        calls: 30,
        share: 0.05,
        lately: '6h',
        share_lately: 0.5,
        pending: '5m',
      },
      PitelAllTrafficStopped: { pending: '5m' },
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
      PitelOutboundOffHours: { calls: 5, times_usual: 2, pending: '5m' },
      PitelTenantSurge: { times_usual: 3, calls: 5, pending: '5m' },

      PitelServerLostCalls: {
        share: 0.3,
        legs: 20,
        share_of_others: 0.7,
        window: '15m',
        longest: '6h',
        pending: '2m',
        keep: '5m',
      },
      PitelServerDroppedCalls: {
        share: 0.35,
        legs: 30,
        // Longer than one poll of a minute.
        window: '90s',
        before: '150s',
        polls_in_5m: 4,
        pending: '0s',
        keep: '15m',
      },
      PitelServerExtensionsLost: {
        share: 0.5,
        extensions: 20,
        share_of_others: 0.8,
        before: '1h',
        // On the first day, they must be lost within this time: people go home
        // more slowly.
        within_on_first_day: '10m',
        longest: '12h',
        pending: '5m',
      },
      // What makes a fall of a server's calls no trouble of the server: before it,
      // there were more legs than usual at this hour, or those of one tenant's
      // campaign or conference; or the other servers took over.
      server_falls: {
        times_usual: 3,
        rest: 5,
        share_of_rest: 0.5,
        share_of_calls: 0.3,
        share_taken_over: 0.5,
        share_stale: 0.5,
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
      // Half of them, or many.
      PitelTargetsDown: {
        targets: 3,
        share: 0.5,
        many: 10,
        pending: '2m',
        keep: '2m',
      },
      PitelTargetVanished: { window: '1d', pending: '5m' },
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
        rows: 50,
        window: '15m',
        longest: '12h',
        warning: { share: 0.3, pending: '3m' },
        critical: { share: 0.1, pending: '2m' },
        keep: '5m',
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
      PitelExporterDown: {
        availability: 0.85,
        changes: 3,
        window: '15m',
        pending: '1m',
      },
      PitelExporterRestarting: { restarts: 3, window: '30m', pending: '1m' },
      PitelExporterBlind: { pending: '15m' },
      PitelExporterAbsent: { pending: '15m' },
    },

    // Limits for colours in dashboards, without alerts. Shares are 0 to 1.
    colours: {
      availability_good: 0.999,
      // The share of phones that are busy. Agents who are busier than this for
      // long tire; and callers wait for long, even if some phones are free.
      occupancy_high: 0.85,
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

    // Where alerts lead: the %s is a dashboard's uid, and an alert's name, as of
    // the pages in docs/runbooks. deploy/install-rules.sh replaces the hosts in
    // the generated rules.
    dashboard_url: 'https://grafana.example.com/d/%s',
    runbook_url: 'https://runbooks.example.com/%s.md',

    // Objects of Kubernetes: by `labels`, Prometheus finds rules and monitors,
    // and by `dashboard_labels`, Grafana's sidecar finds dashboards. `service`
    // are labels of the exporter's Service, `port` is the name of its port.
    kubernetes: {
      name: 'pitel-exporter',
      labels: {},
      dashboard_labels: { grafana_dashboard: '1' },
      service: { 'app.kubernetes.io/name': 'pitel-exporter' },
      port: 'http',
    },
  },
}
