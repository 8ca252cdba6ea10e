// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/file_url.hpp"

#include <algorithm>
#include <cctype>

namespace cellerate {
namespace {

bool starts_with_ignoring_case(std::string_view text, std::string_view start) {
  return text.size() >= start.size() &&
         std::equal(start.begin(), start.end(), text.begin(),
                    [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool encoded =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    if (encoded) {
      result += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

bool is_remote(std::string_view url) {
  for (const char* scheme : {"http:", "https:", "ftp:", "s3:", "gs:", "omero:"})
    if (starts_with_ignoring_case(url, scheme)) return true;
  return false;
}

std::string url_of_path(const std::string& path) {
  if (is_remote(path)) return path;
  std::string url = "file:";
  for (const unsigned char c : path) {
    if (std::isalnum(c) || std::string_view("_.-~/").find(static_cast<char>(c)) != std::string_view::npos) {
      url += static_cast<char>(c);
    } else {
      constexpr char kDigits[] = "0123456789ABCDEF";
      url += {'%', kDigits[c >> 4], kDigits[c & 15]};
    }
  }
  return url;
}

std::string path_of_url(const std::string& url) {
  if (!starts_with_ignoring_case(url, "file:")) return url;
  std::string_view rest = std::string_view(url).substr(5);
  if (rest.starts_with("//")) {  // an authority, empty as a rule: file:///a/b
    rest.remove_prefix(2);
    rest.remove_prefix(std::min(rest.find('/'), rest.size()));
  }
  return percent_decoded(rest);
}

}  // namespace cellerate
