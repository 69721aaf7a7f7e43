#include "accuracy/report.h"

#include <cmath>
#include <cstdio>
#include <functional>

namespace pitel::accuracy {
namespace {

using Measure = std::function<double(const Outcome&)>;

struct Column {
  std::string title;
  int decimals;
  Measure measure;
  bool spread = false;
};

std::string Number(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

// The sums of all worlds.
std::string Cell(const Column& column, const Row& row) {
  Outcome all;
  for (const Outcome& world : row.worlds) all += world;
  std::string cell = Number(column.measure(all), column.decimals);
  const auto count = static_cast<double>(row.worlds.size());
  if (!column.spread || count < 2) return cell;
  double sum = 0;
  double squares = 0;
  for (const Outcome& world : row.worlds) {
    const double value = column.measure(world);
    sum += value;
    squares += value * value;
  }
  const double variance = (squares - sum * sum / count) / (count - 1);
  return cell + " ± " +
         Number(std::sqrt(std::max(0.0, variance)), column.decimals);
}

std::string Table(const std::string& first, const std::vector<Column>& columns,
                  const Rows& rows) {
  std::string table = "| " + first + " |";
  std::string rule = "\n|---|";
  for (const Column& column : columns) {
    table += " " + column.title + " |";
    rule += "---:|";
  }
  table += rule + "\n";
  for (const Row& row : rows) {
    table += "| " + row.name + " |";
    for (const Column& column : columns)
      table += " " + Cell(column, row) + " |";
    table += "\n";
  }
  return table;
}

double PerThousand(double part, double whole) { return 1000 * part / whole; }

double ErrorInPercent(double counted, double truth) {
  return 100 * (counted - truth) / truth;
}

auto Starts(double (*part)(const Outcome&)) {
  return [part](const Outcome& o) {
    return PerThousand(part(o), static_cast<double>(o.truth.started));
  };
}

auto Answers(double (*part)(const Outcome&)) {
  return [part](const Outcome& o) {
    return PerThousand(part(o), static_cast<double>(o.truth.answered));
  };
}

template <typename T>
double Real(T value) {
  return static_cast<double>(value);
}

}  // namespace

std::string StartsTable(const Rows& rows) {
  const auto theory = [](const Outcome& o) {
    return o.prediction.missed_starts.mean;
  };
  const auto missed = [](const Outcome& o) { return Real(o.missed_starts()); };
  return Table(
      "interval",
      {{"true calls", 0,
        [](const Outcome& o) { return Real(o.truth.started); }},
       {"theory", 1, Starts(theory)},
       {"no poll saw", 1,
        Starts([](const Outcome& o) { return Real(o.unseen_starts()); }), true},
       {"the exporter missed", 1, Starts(missed), true},
       {"by theory", 2,
        [=](const Outcome& o) { return missed(o) / theory(o); }}},
      rows);
}

std::string AnswersTable(const Rows& rows) {
  const auto theory = [](const Outcome& o) {
    return o.prediction.missed_answers.mean;
  };
  const auto missed = [](const Outcome& o) { return Real(o.missed_answers()); };
  return Table("interval",
               {{"true answers", 0,
                 [](const Outcome& o) { return Real(o.truth.answered); }},
                {"theory", 2, Answers(theory)},
                {"no poll saw", 2, Answers([](const Outcome& o) {
                   return Real(o.unseen_answers());
                 }),
                 true},
                {"the exporter missed", 2, Answers(missed), true},
                {"by theory", 2,
                 [=](const Outcome& o) { return missed(o) / theory(o); }}},
               rows);
}

std::string RingingTable(const Rows& rows) {
  return Table(
      "interval",
      {{"theory", 1, Starts([](const Outcome& o) {
          return o.prediction.missed_ringing.mean;
        })},
       {"were it exponential", 1,
        Starts([](const Outcome& o) { return o.missed_if_exponential; })},
       {"no poll saw", 1,
        Starts([](const Outcome& o) { return Real(o.unseen_ringing()); }),
        true}},
      rows);
}

std::string CountersTable(const Rows& rows) {
  return Table("interval",
               {{"started: theory", 1,
                 [](const Outcome& o) {
                   return -100 * o.prediction.missed_starts.mean /
                          Real(o.truth.started);
                 }},
                {"exporter", 1,
                 [](const Outcome& o) {
                   return ErrorInPercent(Real(o.exporter.started),
                                         Real(o.truth.started));
                 },
                 true},
                {"answered: theory", 1,
                 [](const Outcome& o) {
                   return -100 * o.prediction.missed_answers.mean /
                          Real(o.truth.answered);
                 }},
                {"exporter", 1,
                 [](const Outcome& o) {
                   return ErrorInPercent(Real(o.exporter.answered),
                                         Real(o.truth.answered));
                 },
                 true},
                {"unanswered: theory", 1,
                 [](const Outcome& o) {
                   return ErrorInPercent(o.prediction.unanswered.mean,
                                         Real(o.truth.unanswered));
                 }},
                {"exporter", 1,
                 [](const Outcome& o) {
                   return ErrorInPercent(Real(o.exporter.unanswered),
                                         Real(o.truth.unanswered));
                 },
                 true}},
               rows);
}

std::string ErrorsTable(const std::string& first, const Rows& rows) {
  const auto error = [](const std::string& title, auto counted, auto truth) {
    return Column{title, 1,
                  [=](const Outcome& o) {
                    return ErrorInPercent(Real(counted(o)), Real(truth(o)));
                  },
                  true};
  };
  const auto of_counter = [&](const std::string& title,
                              std::uint64_t Counted::*number) {
    return error(
        title, [=](const Outcome& o) { return o.exporter.*number; },
        [=](const Outcome& o) { return o.truth.*number; });
  };
  return Table(first,
               {of_counter("started (%)", &Counted::started),
                of_counter("answered (%)", &Counted::answered),
                of_counter("unanswered (%)", &Counted::unanswered),
                error(
                    "ringing callers (%)",
                    [](const Outcome& o) { return o.backlog.exporter; },
                    [](const Outcome& o) { return o.backlog.truth; }),
                {"mean wait (s): truth", 2,
                 [](const Outcome& o) { return o.truth.wait.mean(); }},
                {"exporter", 2,
                 [](const Outcome& o) { return o.exporter.wait.mean(); }, true},
                {"waits of answered calls (%)", 1,
                 [](const Outcome& o) {
                   return 100 * Real(o.exporter.wait.count) /
                          Real(o.truth.wait.count);
                 }}},
               rows);
}

std::string TimesTable(const Rows& rows) {
  const auto times = [](const std::string& title, int decimals,
                        double (*of)(const Counted&)) {
    return std::vector<Column>{
        {title + ": truth", decimals,
         [of](const Outcome& o) { return of(o.truth); }},
        {"onlooker", decimals,
         [of](const Outcome& o) { return of(o.onlooker); }},
        {"exporter", decimals,
         [of](const Outcome& o) { return of(o.exporter); }, true}};
  };
  std::vector<Column> columns;
  for (const auto& group :
       {times("mean wait (s)", 2,
              [](const Counted& c) { return c.wait.mean(); }),
        times(
            "within 20 s (%)", 2,
            [](const Counted& c) { return 100 * c.wait.share_within_20_s(); }),
        times("mean duration (s)", 1,
              [](const Counted& c) { return c.duration.mean(); })}) {
    columns.insert(columns.end(), group.begin(), group.end());
  }
  return Table("interval", columns, rows);
}

std::string MistakesTable(const std::string& first, const Rows& rows) {
  return Table(
      first,
      {{"starts overlooked", 2,
        Starts([](const Outcome& o) { return Real(o.starts.overlooked); }),
        true},
       {"invented", 2,
        Starts([](const Outcome& o) { return Real(o.starts.invented); }), true},
       {"answers overlooked", 2,
        Answers([](const Outcome& o) { return Real(o.answers.overlooked); }),
        true},
       {"invented", 2,
        Answers([](const Outcome& o) { return Real(o.answers.invented); }),
        true},
       {"ids that tell nothing", 2,
        Starts([](const Outcome& o) { return Real(o.loose_ids); })},
       {"anonymous", 2,
        Starts([](const Outcome& o) { return Real(o.anonymous); })},
       {"called again", 2,
        Starts([](const Outcome& o) { return Real(o.called_again); })},
       {"gone and back", 2,
        Starts([](const Outcome& o) { return Real(o.returned); })}},
      rows);
}

}  // namespace pitel::accuracy
