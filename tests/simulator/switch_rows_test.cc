#include "simulator/switch_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "simulator/parsed_response.h"
#include "simulator/random.h"
#include "simulator/world.h"

namespace pitel::simulation {
namespace {

using testing::AllOf;
using testing::Each;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class SwitchRowsTest : public testing::Test {
 protected:
  // The first extension with that many devices.
  std::uint32_t WithDevices(std::uint32_t devices) const {
    std::uint32_t extension = 0;
    while (rows_.DevicesOf(extension) != devices) ++extension;
    return extension;
  }

  Leg LegOf(std::uint32_t devices, LegState state) const {
    Leg leg;
    leg.extension = WithDevices(devices);
    leg.state = state;
    leg.call_id = 7;
    return leg;
  }

  // A call_id whose ringing legs have a state, or none.
  std::uint64_t CallIdThatRings(bool with_state) {
    Leg leg = LegOf(1, LegState::kRinging);
    leg.call_id = 0;
    do {
      ++leg.call_id;
    } while (rows_.Of(leg, 100)[0].call_state.empty() == with_state);
    return leg.call_id;
  }

  SwitchRows rows_{1};
};

TEST_F(SwitchRowsTest, GiveEveryFifthExtensionTwoDevices) {
  int two = 0;
  for (std::uint32_t i = 0; i < 10'000; ++i) two += rows_.DevicesOf(i) == 2;
  EXPECT_NEAR(two, 2000, 200);
}

TEST_F(SwitchRowsTest, ShowATalkingLegOncePerDevice) {
  EXPECT_THAT(rows_.Of(LegOf(1, LegState::kOncall), 100), SizeIs(1));
  const Leg leg = LegOf(2, LegState::kOncall);
  const auto rows = rows_.Of(leg, 100);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].call_id, leg.call_id);
  EXPECT_EQ(rows[1].call_id, leg.call_id);
  EXPECT_EQ(rows[0].device, 0u);
  EXPECT_EQ(rows[1].device, 1u);
}

TEST_F(SwitchRowsTest, ShowTwoDevicesThatRingAsFourRowsOfTwoDialogs) {
  std::map<std::uint64_t, int> rows_of;
  for (const auto& row : rows_.Of(LegOf(2, LegState::kRinging), 100)) {
    ++rows_of[row.call_id];
  }
  EXPECT_THAT(rows_of, SizeIs(2));
  EXPECT_THAT(rows_of, Each(testing::Pair(testing::_, 2)));
  EXPECT_TRUE(rows_of.contains(7)) << "the dialog that will talk";
}

TEST_F(SwitchRowsTest, ShowNoStateBeforeTheBridge) {
  Leg leg = LegOf(1, LegState::kRinging);
  leg.call_id = CallIdThatRings(false);
  const ShownLeg row = rows_.Of(leg, 100)[0];
  EXPECT_EQ(row.call_id, leg.call_id);
  EXPECT_EQ(row.direction, "");
  EXPECT_FALSE(row.has_call_time);
  leg.call_id = CallIdThatRings(true);
  const ShownLeg bridged = rows_.Of(leg, 100)[0];
  EXPECT_EQ(bridged.direction, "inbound");
  EXPECT_TRUE(bridged.has_call_time);
}

TEST_F(SwitchRowsTest, ShowStatesOfTheSwitch) {
  std::set<std::string_view> ringing;
  std::set<std::string_view> talking;
  Leg leg = LegOf(1, LegState::kRinging);
  for (leg.call_id = 1; leg.call_id < 500; ++leg.call_id) {
    leg.state = LegState::kRinging;
    ringing.insert(rows_.Of(leg, 100)[0].call_state);
    leg.state = LegState::kOncall;
    talking.insert(rows_.Of(leg, 100)[0].call_state);
  }
  EXPECT_THAT(ringing, UnorderedElementsAre("", "RINGING", "RING_WAIT"));
  EXPECT_THAT(talking, UnorderedElementsAre("ONCALL", "HELD", "UNHELD"));
}

TEST_F(SwitchRowsTest, ShowALocalCallAsAnOutboundAndAnInboundRow) {
  Leg leg = LegOf(1, LegState::kOncall);
  leg.direction = Direction::kLocal;
  leg.from = 100;
  leg.to = 101;
  EXPECT_EQ(rows_.Of(leg, 100)[0].direction, "outbound");
  EXPECT_EQ(rows_.Of(leg, 101)[0].direction, "inbound");
}

TEST_F(SwitchRowsTest, AreInTheResponseIfAskedFor) {
  Parameters parameters;
  parameters.extensions = 200;
  parameters.tenants = 1;
  parameters.quirks = SwitchQuirks();
  World world(parameters);
  world.AdvanceTo(Time(std::chrono::minutes(30)));
  const auto rows = [&](bool switch_rows) {
    RowOptions options;
    options.switch_rows = switch_rows;
    return ParseResponse(
        RenderToString(world.directory(), world.board(), options));
  };
  const auto documented = rows(false);
  const auto shown = rows(true);
  EXPECT_EQ(shown.total, shown.rows.size());
  EXPECT_GT(shown.rows.size(), documented.rows.size());
  std::set<std::string> states;
  for (const Row& row : shown.rows) states.insert(row.at("call_state"));
  EXPECT_TRUE(states.contains("HELD"));
}

}  // namespace
}  // namespace pitel::simulation
