#include "simulator/api.h"

#include <algorithm>
#include <utility>

#include "json/byte_source.h"
#include "json/scalars.h"
#include "simulator/quirky_response.h"
#include "simulator/random.h"
#include "simulator/truth_json.h"

namespace pitel::simulation {
namespace {

constexpr std::size_t kMostTokens = 1000;  // then all are forgotten
constexpr std::string_view kInjectPath = "/inject/";
constexpr const char* kEndpointNames[] = {
    "token", "monitor", "queue", "truth", "inject", "requests", "other"};

// The vendor's documents show all these shapes of an error.
Response Failure(unsigned status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Response FaultResponse(const StatusFault& fault) {
  Response response = Failure(
      fault.status, R"({"status":"fail","error":"the API is out of order"})");
  response.retry_after = fault.retry_after;
  return response;
}

Response Success(std::string body) {
  Response response;
  response.body = std::move(body);
  return response;
}

// A failure with status 200, as sent by gateways in front of an API.
Response FailedDocument(std::uint64_t number) {
  constexpr const char* kDocuments[] = {
      R"({"status":"fail","error":"the API is out of order"})",
      R"({"code":500,"content":"internal error","data":[],"total":0})",
      R"({"data":null,"errors":[{"message":"timed out"}],"total":0})",
      R"({"data":[],"status":"error","total":0})"};
  return Success(kDocuments[number % std::size(kDocuments)]);
}

Response BadRequest(const std::string& reason) {
  return Failure(400, "{\"error\":[{\"(root)\":\"" + reason + "\"}]}");
}

Response Unauthorized(const char* body) { return Failure(401, body); }

Response NotFound() {
  return Failure(
      404, R"({"code":404,"content":"no such path","error":"not_found"})");
}

Response NotAllowed() {
  return Failure(405, R"({"error":"the method is not allowed"})");
}

std::string Hex(std::uint64_t number) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; number >>= 4)
    text[i] = kDigits[number & 15];
  return text;
}

}  // namespace

Api::Api(World& world, ApiOptions options, std::function<Elapsed()> elapsed)
    : world_(world),
      options_(std::move(options)),
      elapsed_(std::move(elapsed)) {
  if (!options_.recording.empty()) {
    replay_.emplace(options_.recording, options_.replay_pace);
  }
}

void Api::Advance() {
  const std::lock_guard lock(mutex_);
  AdvanceWorld();
}

void Api::AdvanceWorld() {
  const std::chrono::duration<double> elapsed = elapsed_();
  world_.AdvanceTo(
      options_.start + advanced_ +
      std::chrono::duration_cast<Duration>(elapsed * options_.speed));
}

Response Api::Handle(const Request& request) {
  const std::string_view target = request.target;
  const std::string_view path = target.substr(0, target.find('?'));
  const std::string_view query =
      path.size() == target.size() ? "" : target.substr(path.size() + 1);
  auto endpoint = Endpoint::kOther;
  if (path == "/v3/auth/token") endpoint = Endpoint::kToken;
  if (path == "/v3/monitor") endpoint = Endpoint::kMonitor;
  if (path == "/v3/monitor/callcenter/queue") endpoint = Endpoint::kQueue;
  if (path == "/truth") endpoint = Endpoint::kTruth;
  if (path == "/requests") endpoint = Endpoint::kRequests;
  if (path.starts_with(kInjectPath)) endpoint = Endpoint::kInject;

  const std::lock_guard lock(mutex_);
  Response response = Dispatch(endpoint, path, query, request);
  Served& served = served_[static_cast<std::size_t>(endpoint)];
  ++served.requests;
  if (response.reset || response.status >= 400) ++served.failures;
  return response;
}

Response Api::Dispatch(Endpoint endpoint, std::string_view path,
                       std::string_view query, const Request& request) {
  const bool is_post =
      endpoint == Endpoint::kToken || endpoint == Endpoint::kInject;
  if (endpoint == Endpoint::kOther) return NotFound();
  if (request.method != (is_post ? "POST" : "GET")) return NotAllowed();
  AdvanceWorld();
  switch (endpoint) {
    case Endpoint::kTruth:
      return Success(RenderTruth(world_));
    case Endpoint::kRequests:
      return Success(RequestsJson());
    case Endpoint::kInject:
      return Inject(path.substr(kInjectPath.size()), query);
    default:
      break;
  }
  const Elapsed now = elapsed_();
  Response response;
  if (faults_.down.At(now)) {
    response.reset = true;
    return response;
  }
  if (endpoint == Endpoint::kQueue) {
    response = Queue(request);
    response.delay = faults_.queue_delay.At(now).value_or(Elapsed{});
    return response;
  }
  response =
      endpoint == Endpoint::kToken ? ExchangeToken(request) : Monitor(request);
  response.delay += faults_.delay.At(now).value_or(Elapsed{});
  return response;
}

Response Api::ExchangeToken(const Request& request) {
  const Elapsed now = elapsed_();
  if (const auto fault = faults_.token_status.At(now)) {
    return FaultResponse(*fault);
  }
  TextSource body(request.body);
  const auto scalars = ReadScalars(body);
  if (!scalars) return BadRequest("the body is not JSON");
  const auto key = scalars->find("api_key");
  if (key == scalars->end()) return BadRequest("api_key is required");
  if (key->second != options_.api_key) {
    return Unauthorized(R"({"error":"api_key is not valid"})");
  }
  std::erase_if(tokens_,
                [now](const auto& token) { return token.second <= now; });
  if (tokens_.size() >= kMostTokens) tokens_.clear();
  const std::uint64_t secret =
      Mix(world_.parameters().seed ^ 0x70ce, ++tokens_issued_);
  const std::string token = "eyJzaW11bGF0ZWQi." + Hex(secret);
  tokens_[token] = now + options_.token_lifetime;
  return Success(R"({"client_id":"simulated","domain_uuid":)"
                 R"("00000000-0000-4000-8000-000000000000","expired_in":)" +
                 std::to_string(options_.token_lifetime.count()) +
                 R"(,"refresh_token":"","token":")" + token +
                 R"(","token_type":"Bearer","user_id":"simulated"})");
}

bool Api::IsAuthorized(const std::string& authorization) const {
  constexpr std::string_view kBearer = "Bearer ";
  if (!authorization.starts_with(kBearer)) return false;
  const auto token = tokens_.find(authorization.substr(kBearer.size()));
  return token != tokens_.end() && elapsed_() < token->second;
}

Response Api::Monitor(const Request& request) {
  const Elapsed now = elapsed_();
  if (const auto fault = faults_.monitor_status.At(now)) {
    return FaultResponse(*fault);
  }
  if (!IsAuthorized(request.authorization)) {
    return Unauthorized(R"({"status":"fail","error":"token is not valid"})");
  }
  if (faults_.failed_responses > 0) {
    return FailedDocument(--faults_.failed_responses);
  }
  if (faults_.empty_responses > 0) {
    --faults_.empty_responses;
    const std::string_view empty = R"({"data":[],"total":0})";
    return Success(std::string(
        options_.quirky_values ? NextQuirkyResponse().Rewrite(empty) : empty));
  }
  return replay_ ? Replayed() : Rows();
}

// Call times are moved, so that they are as old as they were.
Response Api::Replayed() {
  const std::chrono::duration<double> passed = elapsed_() * options_.speed;
  const RecordedPoll& poll =
      replay_->Next(std::chrono::duration_cast<Elapsed>(passed));
  Response response;
  if (poll.failure.empty()) {
    const auto began = std::chrono::floor<std::chrono::seconds>(options_.start);
    response = Success(ShiftCallTimes(poll.body, began - replay_->start()));
  } else if (poll.status >= 300) {
    response = Failure(poll.status, R"({"status":"fail","error":"recorded"})");
  } else if (poll.failure == "parse") {
    response = Success("{");
  } else if (poll.failure == "schema") {
    response = FailedDocument(0);
  } else {
    response.reset = true;
  }
  if (options_.replay_pace == ReplayPace::kRecorded) {
    response.delay = std::chrono::duration_cast<Elapsed>(
        poll.duration / std::max(options_.speed, 1e-3));
  }
  return response;
}

Response Api::Queue(const Request& request) {
  if (const auto fault = faults_.queue_status.At(elapsed_())) {
    return FaultResponse(*fault);
  }
  if (!IsAuthorized(request.authorization)) {
    return Unauthorized(R"({"status":"fail","error":"token is not valid"})");
  }
  if (faults_.garbled_queues > 0) {
    --faults_.garbled_queues;
    return Success("<html>this is no JSON</html>");
  }
  return Success(RenderQueueRows(world_.directory(), world_.QueueMembers(),
                                 {options_.rows.utc_offset}));
}

// The quirks differ from response to response.
QuirkyResponse Api::NextQuirkyResponse() {
  return QuirkyResponse(
      Mix(world_.parameters().seed ^ 0x9a1c, ++quirky_responses_),
      options_.rows.utc_offset);
}

Response Api::Rows() {
  RowOptions rows = options_.rows;
  if (const auto most = faults_.most_rows.At(elapsed_())) {
    rows.most_rows = *most;
  }
  Response response;
  response.stream = [&directory = world_.directory(), board = world_.board(),
                     rows](std::string& buffer, const Sink& sink) {
    RenderRows(directory, board, rows, buffer, sink);
  };
  if (!options_.quirky_values) return response;
  response.stream = [plain = std::move(response.stream),
                     first = NextQuirkyResponse()](std::string& buffer,
                                                   const Sink& sink) {
    QuirkyResponse quirky = first;  // a stream may be written more than once
    plain(buffer,
          [&](std::string_view chunk) { return sink(quirky.Rewrite(chunk)); });
  };
  return response;
}

std::string Api::RequestsJson() const {
  std::string json = "{";
  for (std::size_t i = 0; i < kEndpoints; ++i) {
    if (i > 0) json += ",";
    json.append("\"").append(kEndpointNames[i]).append("\":{\"requests\":");
    json += std::to_string(served_[i].requests);
    json += ",\"failures\":" + std::to_string(served_[i].failures) + "}";
  }
  return json + "}\n";
}

}  // namespace pitel::simulation
