#pragma once

#include <chrono>
#include <cstdint>

#include "simulator/types.h"

namespace pitel::simulation {

// How often the API does what its documentation leaves open. Each is a share of
// the tenants, groups or calls named in the comment; all at 0 make the plainest
// API.
struct Quirks {
  double ring_groups_with_own_call_ids = 0.5;  // a call_id per ringing phone
  double queues_with_own_call_ids = 0.5;       // a new call_id at each offer
  double local_with_own_call_ids = 0.1;        // tenants: each side its own
  double transfers_with_new_call_id = 0.5;     // calls: on the next phone
  double listeners_with_own_call_id = 0.25;    // calls: on a supervisor's phone

  double no_hotline = 0.08;            // inbound calls: b_cid_num is empty
  double extension_as_hotline = 0.04;  // inbound calls: the row's extension
  double anonymous = 0.03;             // inbound calls: cid_num "anonymous"
  double international_numbers = 0.3;  // tenants: 84900000123
  double mixed_numbers = 0.1;          // tenants: by phone, as 84... or as 0...
  double users_without_uuid = 0.5;  // extensions: user_uuid is empty, as in the
                                    // vendor's sample

  // Whether call_time becomes the time of the answer (unknown for the real API)
  // instead of when the phone began to ring.
  bool call_time_moves_on_answer = false;

  // Whether rows are those of the switch's own tables: see switch_rows.h.
  bool switch_rows = false;
};

// The API as the vendor's public server code suggests it: the rows of the
// switch, each phone with a call_id of its own, and the time of the answer as
// call_time.
inline Quirks SwitchQuirks() {
  Quirks quirks;
  quirks.ring_groups_with_own_call_ids = 1;
  quirks.queues_with_own_call_ids = 1;
  quirks.local_with_own_call_ids = 1;
  quirks.transfers_with_new_call_id = 1;
  quirks.listeners_with_own_call_id = 1;
  quirks.call_time_moves_on_answer = true;
  quirks.switch_rows = true;
  return quirks;
}

// Equal parameters make equal worlds. The numbers are those of ordinary call
// centres; README.md gives the reasons.
struct Parameters {
  std::uint64_t seed = 1;
  Time begin{};  // every phone is idle then; calls build up within minutes

  // Tenants, phones and servers.
  std::uint32_t extensions = 2000;
  std::uint32_t tenants = 50;    // at most one per extension
  std::uint32_t servers = 4;     // 1 to 254
  double size_exponent = 0.9;    // tenant k has a size of k^-0.9 (Zipf)
  double two_servers = 0.4;      // share of tenants on two PBX servers
  double voicemail_only = 0.02;  // share of tenants who never pick up

  // Calls at the busiest hour, without redials.
  double calls_per_extension_hour = 4;
  bool rhythm = true;  // false: the busiest hour all day
  std::chrono::seconds utc_offset = std::chrono::hours(7);  // of local time
  double inbound = 0.6;  // shares of the calls; the rest is local
  double outbound = 0.3;

  // Where inbound calls go; the rest go to queues.
  double to_extension = 0.3;
  double to_ring_group = 0.35;

  // How long phones ring and people talk.
  double inbound_answered = 0.85;  // shares; of queues see below
  double outbound_answered = 0.55;
  double local_answered = 0.8;
  Duration ring_mean = std::chrono::seconds(12);  // until answered: Weibull
  double ring_shape = 1.5;
  Duration give_up_mean = std::chrono::seconds(22);  // if not: exponential
  Duration ring_longest = std::chrono::seconds(60);  // then the PBX ends it
  Duration talk_mean = std::chrono::minutes(3);      // lognormal
  double talk_sigma = 1.0;
  Duration talk_longest = std::chrono::hours(2);

  // Queues: one phone after another.
  double offer_answered = 0.65;  // share of the offers
  Duration offer_ring_mean = std::chrono::seconds(6);
  Duration offer_longest = std::chrono::seconds(15);
  Duration offer_gap_mean = std::chrono::seconds(3);   // no phone rings
  Duration patience_mean = std::chrono::seconds(120);  // exponential

  // Callers who gave up stay listed, and may come back to their place
  // meanwhile.
  Duration abandoned_listed = std::chrono::seconds(60);
  double rejoins = 0;  // share of them
  Duration rejoin_mean = std::chrono::seconds(20);

  // The course of answered calls, and redials after unanswered ones.
  double transferred = 0.05;
  Duration transfer_ring_mean = std::chrono::seconds(6);
  double listened_to = 0.02;  // by a supervisor
  Duration listen_mean = std::chrono::seconds(60);
  double redials = 0.25;  // of unanswered inbound callers
  Duration redial_mean = std::chrono::seconds(90);

  Quirks quirks;

  // Rows and records.
  bool keep_finished_calls = true;  // Truth::finished()
};

}  // namespace pitel::simulation
