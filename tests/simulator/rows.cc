// A row costs about a hundred nanoseconds: the parts that all rows of a tenant
// or server share are rendered once; the rest is written without checks to a
// buffer that has room for a row.
#include "simulator/rows.h"

#include "simulator/pen.h"
#include "simulator/switch_rows.h"

namespace pitel::simulation {
namespace {

// More than the longest row; the longest texts in it are bounded by Directory.
constexpr std::size_t kLongestRow = 1024;

// A phone while its rows are written.
struct Phone {
  const Tenant& tenant;
  std::uint32_t index;
  std::uint32_t number;
};

void WriteCustomer(Pen& pen, const Phone& phone, const Leg& leg) {
  const bool international =
      phone.tenant.number_form == NumberForm::kInternational ||
      (phone.tenant.number_form == NumberForm::kMixed && phone.index % 2 == 1);
  pen.Write(international ? "84900" : "0900");
  pen.WritePadded(leg.from, 6);
}

void WriteCallingNumber(Pen& pen, const Phone& phone, const Leg& leg) {
  if (leg.direction == Direction::kLocal) {
    pen.Write(leg.from);
  } else if (leg.numbers == Numbers::kAnonymous) {
    pen.Write("anonymous");
  } else {
    WriteCustomer(pen, phone, leg);
  }
}

void WriteOtherNumber(Pen& pen, const Phone& phone, const Leg& leg) {
  if (leg.direction == Direction::kLocal) {
    pen.Write(leg.to);
  } else if (leg.direction == Direction::kOutbound) {
    WriteCustomer(pen, phone, leg);  // as in the vendor's sample
  } else if (leg.numbers == Numbers::kExtensionAsHotline) {
    pen.Write(phone.number);
  } else if (leg.numbers != Numbers::kNoHotline) {
    pen.Write(phone.tenant.hotline);
  }
}

void WriteCall(Pen& pen, const Phone& phone, const ShownLeg& shown,
               std::chrono::seconds utc_offset) {
  const Leg& leg = *shown.leg;
  pen.Write("\",\"b_cid_num\":\"");
  WriteOtherNumber(pen, phone, leg);
  pen.Write("\",\"call_id\":\"");
  pen.Write(MakeUuid(shown.call_id));
  pen.Write("\",\"call_state\":\"");
  pen.Write(shown.call_state);
  pen.Write("\",\"call_time\":\"");
  if (shown.has_call_time) pen.Write(leg.call_time + utc_offset);
  pen.Write("\",\"cid_num\":\"");
  WriteCallingNumber(pen, phone, leg);
  pen.Write("\",\"destination\":\"");
  if (leg.direction == Direction::kOutbound) {
    pen.Write(phone.tenant.hotline);  // as in the vendor's sample
  } else {
    pen.Write(leg.to);
  }
  pen.Write("\",\"direction\":\"");
  pen.Write(shown.direction);
}

// Of an extension with two devices.
constexpr std::string_view kSecondDevice = "JsSIP 3.10.0";

constexpr std::string_view kNoCall =
    "\",\"b_cid_num\":\"\",\"call_id\":\"\",\"call_state\":\"\","
    "\"call_time\":\"\",\"cid_num\":\"\",\"destination\":\"\","
    "\"direction\":\"";

void WritePhone(Pen& pen, const Phone& phone, const Extension& extension,
                std::uint32_t device, std::string_view tenant_text,
                std::string_view server) {
  pen.Write(tenant_text);
  pen.Write(phone.number);
  pen.Write("\",\"extension_uuid\":\"");
  pen.Write(extension.uuid);
  pen.Write(phone.index % 3 == 0 ? "\",\"last_name\":\"\",\"middle_name\":\"\","
                                   "\"first_name\":\"Nhân viên "
                                 : "\",\"last_name\":\"\",\"middle_name\":\"\","
                                   "\"first_name\":\"Agent ");
  pen.WritePadded(phone.index, 7);
  pen.Write(extension.network == 0 ? "\",\"network_ip\":\"192.0.2."
                                   : "\",\"network_ip\":\"198.51.100.");
  pen.Write(std::uint64_t{extension.host});
  pen.Write("\",\"server_host\":\"");
  pen.Write(server);
  pen.Write("\",\"user_agent\":\"");
  pen.Write(device == 0 ? UserAgentText(extension.user_agent) : kSecondDevice);
  pen.Write("\",\"user_uuid\":\"");
  if (extension.has_user_uuid) pen.Write(extension.user_uuid);
  pen.Write("\",\"username\":\"agent");
  pen.WritePadded(phone.index, 7);
  pen.Write("\"}");
}

std::string TenantText(const Tenant& tenant) {
  char uuid[36];
  Pen(uuid).Write(tenant.uuid);
  return "\",\"domain_name\":\"" + tenant.name + "\",\"domain_uuid\":\"" +
         std::string(uuid, sizeof uuid) + "\",\"extension\":\"";
}

class Renderer {
 public:
  Renderer(const Directory& directory, const Board& board,
           const RowOptions& options, std::string& buffer, const Sink& sink)
      : directory_(directory),
        board_(board),
        options_(options),
        buffer_(buffer),
        sink_(sink),
        pen_(nullptr),
        switch_rows_(options.switch_seed) {
    buffer_.resize(options.chunk_bytes + kLongestRow);
    pen_ = Pen(buffer_.data());
  }

  std::uint64_t Render() {
    pen_.Write("{\"data\":[");
    for (const Tenant& tenant : directory_.tenants()) {
      if (wanted_) RenderTenant(tenant);
    }
    pen_.Write("],\"total\":");
    pen_.Write(total_);
    pen_.Write("}");
    Flush();
    return total_;
  }

 private:
  void RenderTenant(const Tenant& tenant) {
    const std::string text = TenantText(tenant);
    for (std::uint32_t i = 0; i < tenant.size && wanted_; ++i) {
      const std::uint32_t index = tenant.first + i;
      const Phone phone{tenant, index, Directory::NumberOf(tenant, index)};
      const std::uint32_t first = board_.first_leg[index];
      if (first == kNone && options_.idle_rows) RenderIdle(phone, text);
      for (std::uint32_t leg = first; leg != kNone;) {
        RenderLeg(phone, text, board_.legs[leg]);
        leg = board_.legs[leg].next;
      }
    }
  }

  void RenderIdle(const Phone& phone, std::string_view tenant_text) {
    const std::uint32_t devices =
        options_.switch_rows ? switch_rows_.DevicesOf(phone.index) : 1;
    for (std::uint32_t device = 0; device < devices; ++device) {
      RenderRow(phone, tenant_text, {.device = device});
    }
  }

  void RenderLeg(const Phone& phone, std::string_view tenant_text,
                 const Leg& leg) {
    if (!options_.switch_rows) {
      return RenderRow(phone, tenant_text, DocumentedRow(leg));
    }
    for (const ShownLeg& row : switch_rows_.Of(leg, phone.number)) {
      RenderRow(phone, tenant_text, row);
    }
  }

  void RenderRow(const Phone& phone, std::string_view tenant_text,
                 const ShownLeg& shown) {
    const Extension extension = directory_.At(phone.index);
    const std::uint32_t server =
        shown.leg ? shown.leg->server : Registrar(phone.tenant, extension);
    if (server == kNone) return;
    if (total_++ >= options_.most_rows) return;
    pen_.Write(total_ == 1 ? "{\"agent_name\":\"agent"
                           : ",{\"agent_name\":\"agent");
    pen_.WritePadded(phone.index, 7);
    if (shown.leg) {
      WriteCall(pen_, phone, shown, options_.utc_offset);
    } else {
      pen_.Write(kNoCall);
    }
    WritePhone(pen_, phone, extension, shown.device, tenant_text,
               directory_.servers()[server]);
    if (pen_.at() >= buffer_.data() + options_.chunk_bytes) Flush();
  }

  // Where an idle phone is registered: at its own server, else at the tenant's
  // other one, else nowhere.
  std::uint32_t Registrar(const Tenant& tenant,
                          const Extension& extension) const {
    const std::uint32_t own = tenant.servers[extension.second_server ? 1 : 0];
    if (board_.server_is_up[own]) return own;
    const std::uint32_t other = tenant.servers[extension.second_server ? 0 : 1];
    return board_.server_is_up[other] ? other : kNone;
  }

  void Flush() {
    const auto size = static_cast<std::size_t>(pen_.at() - buffer_.data());
    if (wanted_) wanted_ = sink_({buffer_.data(), size});
    pen_ = Pen(buffer_.data());
  }

  const Directory& directory_;
  const Board& board_;
  const RowOptions& options_;
  std::string& buffer_;
  const Sink& sink_;
  Pen pen_;
  SwitchRows switch_rows_;
  std::uint64_t total_ = 0;
  bool wanted_ = true;
};

}  // namespace

std::uint64_t RenderRows(const Directory& directory, const Board& board,
                         const RowOptions& options, std::string& buffer,
                         const Sink& sink) {
  return Renderer(directory, board, options, buffer, sink).Render();
}

}  // namespace pitel::simulation
