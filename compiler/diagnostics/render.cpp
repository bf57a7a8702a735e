// SPDX-License-Identifier: Apache-2.0
#include "compiler/diagnostics/render.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace retort::diagnostics {
namespace {

using source::LineColumn;
using source::SourceFiles;
using Json = nlohmann::ordered_json;

/// Longest part of a source line that is shown, in bytes.
constexpr std::size_t kShownLine = 160;

struct Style {
    const char* error = "";
    const char* warning = "";
    const char* frame = "";
    const char* bold = "";
    const char* reset = "";
};
constexpr Style kPlain{};
constexpr Style kColored{"\033[1;31m", "\033[1;33m", "\033[34m", "\033[1m", "\033[0m"};

std::string_view severity_text(Severity severity) {
    switch (severity) {
        case Severity::Error:
            return "error";
        case Severity::Warning:
            return "warning";
        case Severity::Note:
            return "note";
    }
    return "error";
}

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

/// The source line around an offset, cut to a readable length, and where in it the span stands.
struct Excerpt {
    std::string line;
    std::size_t begin;
    std::size_t end;
};

Excerpt excerpt_of(std::string_view text, Span span) {
    const std::size_t at = std::min<std::size_t>(span.begin, text.size());
    std::size_t first = text.rfind('\n', at == 0 ? std::string_view::npos : at - 1);
    first = at == 0 || first == std::string_view::npos ? 0 : first + 1;
    std::size_t last = text.find('\n', at);
    if (last == std::string_view::npos) { last = text.size(); }
    if (last > first && text[last - 1] == '\r') { --last; }
    std::string prefix;
    if (at - first > kShownLine / 2 && last - first > kShownLine) {
        first = at - kShownLine / 2;
        while (first < at && continues_character(text[first])) { ++first; }
        prefix = "…";
    }
    std::string suffix;
    if (last - first > kShownLine) {
        last = first + kShownLine;
        while (last > first && continues_character(text[last])) { --last; }
        suffix = "…";
    }
    Excerpt result;
    result.line = prefix + std::string(text.substr(first, last - first)) + suffix;
    result.begin = prefix.size() + (at - first);
    result.end =
        prefix.size() + (std::clamp<std::size_t>(span.end, at, std::max(last, at)) - first);
    for (char& c : result.line) {
        const bool control = static_cast<unsigned char>(c) < 0x20U || c == 0x7f;
        if (control && c != '\t') { c = ' '; }
    }
    return result;
}

/// White space as wide as the text before the caret; tabs stay tabs.
std::string padding(std::string_view before) {
    std::string result;
    for (const char c : before) {
        if (c == '\t') {
            result += '\t';
        } else if (!continues_character(c)) {
            result += ' ';
        }
    }
    return result;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); }));
}

void render_text(std::string& out, const Diagnostic& d, const SourceFiles& sources,
                 const Style& style) {
    const char* color = d.severity == Severity::Error ? style.error : style.warning;
    auto to = std::back_inserter(out);
    fmt::format_to(to, "{}{}[{}]{}{}: {}{}\n", color, severity_text(d.severity), code_text(d.code),
                   style.reset, style.bold, d.message, style.reset);
    std::string margin = " ";
    bool open_frame = false;
    if (d.where.known()) {
        const source::SourceFile& file = sources.get(d.where.file);
        const LineColumn at = sources.locate(d.where.file, d.where.begin);
        const std::string number = std::to_string(at.line);
        margin = std::string(number.size() + 1, ' ');
        const Excerpt excerpt = excerpt_of(file.text, d.where);
        const std::string_view line = excerpt.line;
        const std::size_t width =
            std::max<std::size_t>(1, characters(line.substr(std::min(excerpt.begin, line.size()),
                                                            excerpt.end - excerpt.begin)));
        fmt::format_to(to, "{0}{1}┌─{2} {3}:{4}:{5}\n{0}{1}│{2}\n", margin, style.frame,
                       style.reset, file.path, at.line, at.column);
        fmt::format_to(to, "{0}{1} │{2} {3}\n", style.frame, number, style.reset, line);
        fmt::format_to(to, "{0}{1}│{2} {3}{4}{5}", margin, style.frame, style.reset,
                       padding(line.substr(0, excerpt.begin)), color, std::string(width, '^'));
        if (!d.help_text.empty()) { fmt::format_to(to, " help: {}", d.help_text); }
        fmt::format_to(to, "{}\n", style.reset);
        open_frame = true;
    }
    if (open_frame && !d.notes.empty()) {
        fmt::format_to(to, "{}{}│{}\n", margin, style.frame, style.reset);
    }
    for (const Note& note : d.notes) {
        const std::string place = sources.place(note.where);
        fmt::format_to(to, "{}{}={} note: {}{}\n", margin, style.frame, style.reset, note.text,
                       place.empty() ? "" : " (" + place + ")");
    }
    if (!open_frame && !d.help_text.empty()) {
        fmt::format_to(to, "{}{}={} help: {}\n", margin, style.frame, style.reset, d.help_text);
    }
    out += '\n';
}

Json place_json(Span span, const SourceFiles& sources) {
    const LineColumn first = sources.locate(span.file, span.begin);
    const LineColumn last = sources.locate(span.file, span.end);
    return {{"file", sources.get(span.file).path},
            {"line", first.line},
            {"column", first.column},
            {"end_line", last.line},
            {"end_column", last.column}};
}

Json finding_json(const Diagnostic& d, const SourceFiles& sources) {
    Json entry{{"code", code_text(d.code)},
               {"severity", severity_text(d.severity)},
               {"message", d.message}};
    if (d.where.known()) { entry["place"] = place_json(d.where, sources); }
    if (!d.help_text.empty()) { entry["help"] = d.help_text; }
    for (const Note& note : d.notes) {
        Json item{{"text", note.text}};
        if (note.where.known()) { item["place"] = place_json(note.where, sources); }
        entry["notes"].push_back(std::move(item));
    }
    return entry;
}

Json sarif_location(Span span, const SourceFiles& sources) {
    const LineColumn first = sources.locate(span.file, span.begin);
    const LineColumn last = sources.locate(span.file, span.end);
    return {{"physicalLocation",
             {{"artifactLocation", {{"uri", sources.get(span.file).path}}},
              {"region",
               {{"startLine", first.line},
                {"startColumn", first.column},
                {"endLine", last.line},
                {"endColumn", last.column}}}}}};
}

std::string render_sarif(const std::vector<Diagnostic>& findings, const SourceFiles& sources) {
    Json results = Json::array();
    for (const Diagnostic& d : findings) {
        Json result{{"ruleId", code_text(d.code)},
                    {"level", severity_text(d.severity)},
                    {"message",
                     {{"text", d.help_text.empty() ? d.message : d.message + ". " + d.help_text}}}};
        if (d.where.known()) {
            result["locations"] = Json::array({sarif_location(d.where, sources)});
        }
        for (const Note& note : d.notes) {
            if (!note.where.known()) { continue; }
            Json related = sarif_location(note.where, sources);
            related["message"] = {{"text", note.text}};
            result["relatedLocations"].push_back(std::move(related));
        }
        results.push_back(std::move(result));
    }
    const Json log{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", Json::array({{{"tool", {{"driver", {{"name", "retort"}}}}},
                                          {"results", std::move(results)}}})}};
    return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// GitHub's workflow commands (its documentation, "Workflow commands for GitHub Actions").
std::string escape_github(std::string_view text, bool property) {
    std::string result;
    for (const char c : text) {
        if (c == '%') {
            result += "%25";
        } else if (c == '\n') {
            result += "%0A";
        } else if (c == '\r') {
            result += "%0D";
        } else if (property && c == ':') {
            result += "%3A";
        } else if (property && c == ',') {
            result += "%2C";
        } else {
            result += c;
        }
    }
    return result;
}

std::string render_github(const std::vector<Diagnostic>& findings, const SourceFiles& sources) {
    std::string out;
    for (const Diagnostic& d : findings) {
        const std::string_view command =
            d.severity == Severity::Note ? "notice" : severity_text(d.severity);
        fmt::format_to(std::back_inserter(out), "::{} ", command);
        if (d.where.known()) {
            const LineColumn at = sources.locate(d.where.file, d.where.begin);
            fmt::format_to(std::back_inserter(out), "file={},line={},col={},",
                           escape_github(sources.get(d.where.file).path, true), at.line, at.column);
        }
        std::string text = d.message;
        if (!d.help_text.empty()) { text += "\nhelp: " + d.help_text; }
        fmt::format_to(std::back_inserter(out), "title={}::{}\n", code_text(d.code),
                       escape_github(text, false));
    }
    return out;
}

}  // namespace

std::string render(const Diagnostics& diagnostics, const SourceFiles& sources, Format format,
                   bool color) {
    const std::vector<Diagnostic> findings = diagnostics.sorted();
    switch (format) {
        case Format::Human: {
            std::string out;
            for (const Diagnostic& d : findings) {
                render_text(out, d, sources, color ? kColored : kPlain);
            }
            return out;
        }
        case Format::Json: {
            Json list = Json::array();
            for (const Diagnostic& d : findings) { list.push_back(finding_json(d, sources)); }
            return list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
        }
        case Format::Sarif:
            return render_sarif(findings, sources);
        case Format::Github:
            return render_github(findings, sources);
    }
    return {};
}

}  // namespace retort::diagnostics
