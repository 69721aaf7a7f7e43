#include "random_world.h"

#include <cstdio>

namespace pitel::differential {
namespace {

const std::string kLong(127, 'x');

const std::vector<std::string> kTenants = {
    "a.test",    "a.test",      "a.test",      "b.test",
    "b.test",    "c.test",      "d.test",      "A.test",
    "",          "unknown",     "_other",      kLong + "1",
    kLong + "2", kLong + "yz1", kLong + "yz2", "n\xC3\xA0y",
    "ill\xC3(",  "ill\xE2\x82", "tab\there",   "\xC2\x85",
    " a.test ",  "A.TEST.",     "b.Test.",     ".",
    "c.test.."};
// UUIDs and call_ids that count as missing.
const std::vector<std::string> kNoIds = {
    "",      "0",
    "-",     "null",
    "None",  "NIL",
    "FALSE", "undefined",
    " nil ", "00000000-0000-0000-0000-000000000000"};
const std::vector<std::string> kServers = {
    "s1", "s1", "s1", "s2", "s2", "s3", "", "_other", "unknown", "\"s\\4\""};
const std::vector<std::string> kExtensions = {
    "101", "102", "103", "104", "105", "1-01", "", "84900000001"};
const std::vector<std::string> kUserAgents = {
    "Pitel/3.20.5",     "pitel 1",     "MicroSIP/3.21.3",
    "SIP.js/0.20",      "JsSIP 3",     "Bria",
    "yealink SIP-T21P", "Softphone/1", "",
    "Zoiper rv2"};
const std::vector<std::string> kNumbers = {"0900000001",
                                           "+84900000001",
                                           "84900000001",
                                           "0084900000001",
                                           "0900-000.001",
                                           "0900000002",
                                           "84900000002",
                                           "8490000002",
                                           "090000002",
                                           "19001000",
                                           "1900 1000",
                                           "101",
                                           "102",
                                           "",
                                           "",
                                           "anonymous",
                                           "0084",
                                           "84",
                                           "Unknown",
                                           "0",
                                           "0000000000",
                                           "+84 (0) 900 000 001",
                                           "900000001",
                                           "200000001",
                                           "84090000000",
                                           "8419001000",
                                           "841900100",
                                           "8410100",
                                           "sip:0900000001@192.0.2.1:5060",
                                           "SIPS:+84900000001@example.com",
                                           "\"A 7\" <sip:101@192.0.2.7;x=1>",
                                           "tel:+84900000001;phone-context=+84",
                                           "sip:%2B84900000001@example.com",
                                           "0900000002:7@192.0.2.1",
                                           "0900000001@example.com",
                                           "sip:anonymous@anonymous.invalid"};

// A proleptic date and time of day, as the API writes it.
std::string DateText(std::chrono::sys_seconds time, char between) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u%c%02d:%02d:%02d",
                int(date.year()), unsigned(date.month()), unsigned(date.day()),
                between, int(clock.hours().count()),
                int(clock.minutes().count()), int(clock.seconds().count()));
  return text;
}

}  // namespace

RandomWorld::RandomWorld(Dice& dice, std::chrono::seconds zone)
    : dice_(dice), zone_(zone) {
  const std::size_t phones = 3 + dice_.Below(10);
  while (phones_.size() < phones) phones_.push_back(NewPhone());
}

RandomWorld::Phone RandomWorld::NewPhone() {
  Phone phone;
  phone.domain_name = dice_.Pick(kTenants);
  phone.domain_uuid =
      dice_.Pick<std::string>({"", "u-1", "u-2", "a.test", "U-1"});
  if (dice_.Chance(10)) phone.domain_uuid = dice_.Pick(kNoIds);
  phone.extension = dice_.Pick(kExtensions);
  phone.extension_uuid =
      dice_.Chance(50) ? "" : "e-" + std::to_string(dice_.Below(6));
  if (dice_.Chance(3)) phone.extension_uuid = phone.extension;
  if (dice_.Chance(10)) phone.extension_uuid = dice_.Pick(kNoIds);
  phone.server = dice_.Pick(kServers);
  phone.user_agent = dice_.Pick(kUserAgents);
  if (!phones_.empty() && dice_.Chance(15)) {
    // A second registration of a known phone.
    const std::string server = phone.server;
    const std::string user_agent = phone.user_agent;
    phone = dice_.Pick(phones_);
    phone.server = server;
    phone.user_agent = user_agent;
  }
  return phone;
}

std::string RandomWorld::NewCallId() {
  if (dice_.Chance(15)) return dice_.Pick(kNoIds);
  return "c" + std::to_string(dice_.Below(dice_.Chance(70) ? 100'000 : 8));
}

std::string RandomWorld::CallTime(WallTime start) {
  const auto second = std::chrono::floor<std::chrono::seconds>(start);
  if (dice_.Chance(75)) return DateText(second + zone_, ' ');
  if (dice_.Chance(20)) {  // the API's clock is ahead
    const auto ahead = std::chrono::seconds(dice_.Pick({1, 5, 59, 60, 61, 75}));
    return DateText(second + zone_ + ahead, ' ');
  }
  return dice_.Chance(50) ? OtherCallTime(second) : OddCallTime(second);
}

// In one of the other usable formats.
std::string RandomWorld::OtherCallTime(std::chrono::sys_seconds second) {
  const auto offset = std::chrono::minutes(30) * int(dice_.Below(28));
  const std::string offset_text =
      DateText(std::chrono::sys_seconds(offset), ' ').substr(11, 5);
  switch (dice_.Below(7)) {
    case 0:
      return DateText(second + zone_, 'T');
    case 1:
      return DateText(second + zone_, ' ') + ".123456789";
    case 2:
      return DateText(second, ' ') + "Z";
    case 3:
      return DateText(second, 'T') + ".9Z";
    case 4:
      return DateText(second + offset, ' ') + "+" + offset_text;
    case 5:
      return DateText(second - offset, ' ') + "-" + offset_text;
    default:
      return "  " + DateText(second + zone_, ' ') + "\n";
  }
}

// Not usable, most of it.
std::string RandomWorld::OddCallTime(std::chrono::sys_seconds second) {
  const std::string usual = DateText(second + zone_, ' ');
  switch (dice_.Below(7)) {
    case 0:
      return DateText(second + zone_ + std::chrono::hours(1), ' ');
    case 1:
      return usual.substr(0, 10 + dice_.Below(9));
    case 2:
      return usual + dice_.Pick<std::string>(
                         {".", "z", "+0700", "+7:00", " +07:00", "+07:60",
                          "+24:00", ".5.5", "Z+07:00", ",5", "+07:00:00"});
    case 3:
      return dice_.Pick<std::string>(
          {"0001-01-01 00:00:00", "1970-01-01 00:00:00", "1999-12-31 10:00:00",
           "2000-01-02 00:00:00", "2150-12-31 23:59:59"});
    case 4:
      return dice_.Pick<std::string>(
          {"2024-02-30 10:00:00", "2024-02-29 24:00:00", "2024-00-10 10:00:00",
           "2024-05-06 10:60:00", "2024-05-06 10:00:60", "2023-02-29 10:00:00",
           "2024-05-06 1:00:00", "+024-05-06 10:00:00", "2024-05-06_10:00:00",
           "2024-05-06 10:00:-1", "\xEF\xBC\x92\x30\x32\x34-05-06 10:00:00"});
    case 5:
      return dice_.Pick<std::string>({"none", "0", "1714971600"});
    default:
      return "";
  }
}

RandomWorld::Leg RandomWorld::NewLeg(const std::string& call_id, WallTime now) {
  const auto earlier =
      std::chrono::seconds(dice_.Below(dice_.Chance(85) ? 12 : 400));
  return {.phone = dice_.Below(phones_.size()),
          .call_id = call_id,
          .call_state = dice_.Pick<std::string>(
              {"RINGING", "RINGING", "RINGING", "ringing", "ONCALL", "OnCall",
               " RINGING ", "HELD", "UNHELD", "ACTIVE", "early", "RING_WAIT",
               "Dialing", "DOWN", ""}),
          .call_time = CallTime(now - earlier)};
}

RandomWorld::Call RandomWorld::NewCall(WallTime now) {
  Call call;
  call.direction = dice_.Pick<std::string>({"inbound", "inbound", "inbound",
                                            "INBOUND", " Inbound", "outbound",
                                            "local", "1", "", "internal"});
  call.cid_num = dice_.Pick(kNumbers);
  call.b_cid_num = dice_.Pick(kNumbers);
  const bool one_id = dice_.Chance(50);
  const bool one_time = dice_.Chance(60);
  const std::string call_id = NewCallId();
  const std::size_t phones = dice_.Chance(50) ? 1 : 1 + dice_.Below(5);
  while (call.legs.size() < phones) {
    call.legs.push_back(NewLeg(one_id ? call_id : NewCallId(), now));
    if (one_time) call.legs.back().call_time = call.legs[0].call_time;
  }
  return call;
}

void RandomWorld::Change(Call& call, WallTime now) {
  call.shows = !dice_.Chance(8);
  if (dice_.Chance(3)) call.direction = "local";
  if (dice_.Chance(3)) call.cid_num = dice_.Pick(kNumbers);
  if (dice_.Chance(5)) call.legs.push_back(NewLeg(NewCallId(), now));
  if (dice_.Chance(5)) {
    call.legs.push_back(NewLeg(call.legs[0].call_id, now));
  }
  if (call.legs.size() > 1 && dice_.Chance(10)) call.legs.pop_back();
  Leg& leg = dice_.Pick(call.legs);
  if (dice_.Chance(10)) leg.call_state = "ONCALL";
  if (dice_.Chance(3)) leg.call_state = "RINGING";
  if (dice_.Chance(3)) leg.call_id = NewCallId();
  if (dice_.Chance(3)) leg.phone = dice_.Below(phones_.size());
  if (dice_.Chance(5)) leg.call_time = CallTime(now);
}

void RandomWorld::Advance(WallTime now) {
  std::erase_if(calls_, [&](const Call&) { return dice_.Chance(10); });
  for (Call& call : calls_) Change(call, now);
  while (calls_.size() < 10 && dice_.Chance(45)) {
    calls_.push_back(NewCall(now));
  }
  Phone& phone = dice_.Pick(phones_);
  if (dice_.Chance(15)) phone.online = !phone.online;
  if (dice_.Chance(8)) phone = NewPhone();
}

Fields RandomWorld::RowOf(const Phone& phone) {
  return {{"domain_name", phone.domain_name},
          {"domain_uuid", phone.domain_uuid},
          {"extension", phone.extension},
          {"extension_uuid", phone.extension_uuid},
          {"server_host", phone.server},
          {"user_agent", phone.user_agent}};
}

std::vector<Fields> RandomWorld::Rows() {
  std::vector<Fields> rows;
  for (const Phone& phone : phones_) {
    if (!phone.online || !dice_.Chance(60)) continue;
    rows.push_back(RowOf(phone));
    if (dice_.Chance(10)) rows.back().emplace_back("call_state", "HANGUP");
    if (dice_.Chance(10)) rows.back().emplace_back("call_time", "2030-01-01");
  }
  for (const Call& call : calls_) {
    for (const Leg& leg : call.legs) {
      const Phone& phone = phones_[leg.phone];
      if (!call.shows || !phone.online) continue;
      Fields row = RowOf(phone);
      row.insert(row.end(), {{"call_id", leg.call_id},
                             {"call_state", leg.call_state},
                             {"call_time", leg.call_time},
                             {"direction", call.direction},
                             {"cid_num", call.cid_num},
                             {"b_cid_num", call.b_cid_num}});
      rows.push_back(row);
    }
  }
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (dice_.Chance(30)) std::swap(rows[i], rows[dice_.Below(i)]);
  }
  return rows;
}

}  // namespace pitel::differential
