/// cellerate.h: how image sets flow through a session: room, order, threads, cancelling, failing, settings.
// SPDX-License-Identifier: BSD-3-Clause
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "tests/host/host_test.hpp"

namespace cellerate::test {
namespace {

/// Holds whoever passes until it is opened.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
  }
  void await_arrival() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return arrived_ > 0; });
  }
  void open() {
    std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int arrived_ = 0;
  bool open_ = false;
};

cel_session_state state_of(const SessionHandle& session) {
  auto state = sized<cel_session_state>();
  EXPECT_EQ(cel_session_get_state(session.get(), &state), CEL_OK) << cel_last_error();
  return state;
}

class SessionFlow : public testing::Test {
 protected:
  SessionFlow() : channels_(field_.channels()) {}
  cel_image_set image_set() { return image_set_of(channels_); }
  /// An image set whose worker waits at the gate when it gives the pixels back.
  cel_image_set gated(Gate& gate) {
    cel_image_set held = image_set();
    held.release = [](void* gate_of) { static_cast<Gate*>(gate_of)->pass(); };
    held.owner = &gate;
    return held;
  }

  const PipelineHandle pipeline_ = parse(pipeline_text(kMeasureShape));
  FieldOfView field_{1};
  std::vector<cel_channel> channels_;
};

// analytic: a session of one job and two places is full with one image set at work and one waiting.
TEST_F(SessionFlow, ShowsWhenItIsFull) {
  auto options = cpu_options();
  options.max_in_flight = 2;
  const SessionHandle session = open(pipeline_.get(), options);
  Gate gate;
  const cel_image_set held = gated(gate);
  EXPECT_EQ(submit(session, held), 1);
  gate.await_arrival();
  EXPECT_EQ(submit(session, image_set()), 2);
  const cel_image_set third = image_set();
  EXPECT_EQ(cel_session_submit(session.get(), &third, 0, nullptr), CEL_BUSY);
  EXPECT_EQ(cel_session_submit(session.get(), &third, 20, nullptr), CEL_BUSY);
  EXPECT_STREQ(cel_last_error(), "the session holds as many image sets as it may");
  const cel_session_state state = state_of(session);
  EXPECT_EQ(state.computing, 1u);
  EXPECT_EQ(state.waiting, 1u);
  EXPECT_EQ(state.capacity, 2u);
  EXPECT_EQ(cel_session_flush(session.get(), 0), CEL_BUSY);
  gate.open();
  EXPECT_EQ(cel_session_flush(session.get(), -1), CEL_OK);
  EXPECT_EQ(cel_session_submit(session.get(), &third, 0, nullptr), CEL_BUSY) << "nobody took the results";
  EXPECT_EQ(info_of(next(session)).number, 1);
  EXPECT_EQ(submit(session, third, 0), 3);
  EXPECT_EQ(info_of(next(session)).number, 2);
  EXPECT_EQ(info_of(next(session)).number, 3);
  EXPECT_EQ(next(session), nullptr);
  EXPECT_EQ(state_of(session).done, 3u);
}

// analytic: bytes are a limit of their own; what is larger than the limit goes alone.
TEST_F(SessionFlow, LimitsTheBytesItHolds) {
  auto options = cpu_options();
  options.max_in_flight = 10;
  options.max_bytes = 1;
  const SessionHandle session = open(pipeline_.get(), options);
  Gate gate;
  const cel_image_set held = gated(gate), second = image_set();
  submit(session, held);
  gate.await_arrival();
  EXPECT_EQ(state_of(session).bytes, 3u * 2 * field_.shape().height * field_.shape().width);
  EXPECT_EQ(cel_session_submit(session.get(), &second, 0, nullptr), CEL_BUSY);
  gate.open();
  EXPECT_EQ(submit(session, second), 2);
}

// analytic: cancelled image sets say so, the others are done; every one gives its pixels back once.
TEST_F(SessionFlow, CancelsOneAndAll) {
  auto options = cpu_options();
  options.max_in_flight = 10;
  const SessionHandle session = open(pipeline_.get(), options);
  Gate gate;
  submit(session, gated(gate));
  gate.await_arrival();
  std::atomic<int> released{0};
  cel_image_set counted = image_set();
  counted.owner = &released;
  counted.release = [](void* count) { ++*static_cast<std::atomic<int>*>(count); };
  for (int i = 0; i < 3; ++i) submit(session, counted);
  EXPECT_EQ(cel_session_cancel(session.get(), 3), CEL_OK);
  EXPECT_EQ(cel_session_cancel(session.get(), 77), CEL_ABSENT);
  gate.open();
  std::map<std::int64_t, std::int32_t> statuses;
  while (const ResultHandle result = next(session)) {
    statuses[info_of(result).number] = info_of(result).status;
    EXPECT_EQ(info_of(result).table_count == 0, info_of(result).status == CEL_CANCELLED);
  }
  EXPECT_EQ(statuses, (std::map<std::int64_t, std::int32_t>{
                          {1, CEL_OK}, {2, CEL_OK}, {3, CEL_CANCELLED}, {4, CEL_OK}}));
  Gate second;
  submit(session, gated(second));
  second.await_arrival();
  submit(session, counted);
  EXPECT_EQ(cel_session_cancel_all(session.get()), CEL_OK);
  second.open();
  EXPECT_EQ(info_of(next(session)).status, CEL_CANCELLED) << "it was asked before its second module";
  EXPECT_EQ(info_of(next(session)).status, CEL_CANCELLED);
  EXPECT_EQ(released, 4);
  EXPECT_EQ(state_of(session).cancelled, 3u);
}

// edge: an image set that fails says why, and the next one is computed.
TEST_F(SessionFlow, GoesOnAfterAFailure) {
  const SessionHandle session = open(pipeline_.get(), cpu_options());
  std::vector<cel_channel> two_samples = channels_;
  two_samples[0].channels = 2;
  two_samples[0].width /= 2;
  submit(session, image_set_of(two_samples));
  const ResultHandle failed = next(session);
  EXPECT_EQ(info_of(failed).status, CEL_ERROR);
  EXPECT_EQ(
      std::string(info_of(failed).error),
      "#3 NamesAndTypes: field_1_DNA.tif has 2 channels: a gray image is made of one, or of red, green and "
      "blue (image set 1)");
  EXPECT_GE(info_of(failed).table_count, 1u);
  submit(session, image_set());
  EXPECT_EQ(info_of(next(session)).status, CEL_OK);
  EXPECT_EQ(state_of(session).failed, 1u);
}

// analytic: a setting changes what is submitted afterwards, and nothing before.
TEST_F(SessionFlow, ChangesASettingBetweenImageSets) {
  auto options = cpu_options();
  options.max_in_flight = 4;
  const SessionHandle session = open(pipeline_.get(), options);
  const std::uint64_t index = setting_index(pipeline_.get(), kIdentifyPrimary, "Typical diameter");
  Gate gate;
  submit(session, gated(gate));
  gate.await_arrival();
  EXPECT_EQ(cel_session_set(session.get(), kIdentifyPrimary, index, "100,200"), CEL_OK) << cel_last_error();
  gate.open();
  submit(session, image_set());
  EXPECT_EQ(cel_session_set(session.get(), kIdentifyPrimary, index, "8,40"), CEL_OK);
  submit(session, image_set());
  const ResultHandle before = next(session), changed = next(session), after = next(session);
  EXPECT_GT(column(before, "Image", "Count_Nuclei").at(0), 5);
  EXPECT_EQ(column(changed, "Image", "Count_Nuclei").at(0), 0);
  EXPECT_EQ(column(after, "Image", "Count_Nuclei"), column(before, "Image", "Count_Nuclei"));
}

// edge: a value that the module refuses changes nothing.
TEST_F(SessionFlow, RefusesAWrongSetting) {
  const SessionHandle session = open(pipeline_.get(), cpu_options());
  const std::uint64_t index = setting_index(pipeline_.get(), kIdentifyPrimary, "Typical diameter");
  EXPECT_EQ(cel_session_set(session.get(), kIdentifyPrimary, index, "40,8"), CEL_FAULTY);
  EXPECT_STREQ(
      cel_last_error(),
      "#5 IdentifyPrimaryObjects, \"Typical diameter of objects, in pixel units (Min,Max)\": '40,8': the "
      "first must be the smaller");
  EXPECT_EQ(cel_session_set(session.get(), kIdentifyPrimary, 999, "1"), CEL_ABSENT);
  EXPECT_EQ(cel_session_set(session.get(), 99, 0, "1"), CEL_ABSENT);
  const std::uint64_t first_name = setting_index(pipeline_.get(), 3, "Select the rule criteria") + 1;
  EXPECT_EQ(cel_session_set(session.get(), 3, first_name, "X"), CEL_FAULTY)
      << "the images of that name are needed later";
  submit(session, image_set());
  EXPECT_GT(column(next(session), "Image", "Count_Nuclei").at(0), 5);
}

struct Delivered {
  std::atomic<int> results{0}, wrong_thread{0}, at_once{0};
  std::atomic<bool> inside{false};
  std::set<std::thread::id> submitters;
  std::mutex mutex;
  std::set<std::int64_t> numbers;
  std::vector<double> counts;
};

// invariant: four threads submit to a session of two jobs: every image set comes back once, with the same
// numbers, by callback, one at a time, on none of the threads that submit.
TEST_F(SessionFlow, TakesImageSetsOfFourThreads) {
  constexpr int kThreads = 4, kEach = 3;
  Delivered delivered;
  std::atomic<int> released{0};
  auto options = cpu_options();
  options.jobs = 2;
  options.threads = 1;
  options.user = &delivered;
  options.on_result = [](void* user, cel_result* handle) {
    auto& to = *static_cast<Delivered*>(user);
    const ResultHandle result(handle);
    if (to.inside.exchange(true)) ++to.at_once;
    std::lock_guard lock(to.mutex);
    if (to.submitters.contains(std::this_thread::get_id())) ++to.wrong_thread;
    to.numbers.insert(info_of(result).number);
    to.counts.push_back(column(result, "Image", "Count_Nuclei").at(0));
    ++to.results;
    to.inside = false;
  };
  const SessionHandle session = open(pipeline_.get(), options);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread)
    threads.emplace_back([&] {
      {
        std::lock_guard lock(delivered.mutex);
        delivered.submitters.insert(std::this_thread::get_id());
      }
      cel_image_set counted = image_set();
      counted.owner = &released;
      counted.release = [](void* count) { ++*static_cast<std::atomic<int>*>(count); };
      for (int i = 0; i < kEach; ++i) submit(session, counted);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(cel_session_flush(session.get(), -1), CEL_OK);
  EXPECT_EQ(delivered.results, kThreads * kEach);
  EXPECT_EQ(delivered.numbers.size(), static_cast<std::size_t>(kThreads * kEach));
  EXPECT_EQ(released, kThreads * kEach);
  EXPECT_EQ(delivered.wrong_thread, 0);
  EXPECT_EQ(delivered.at_once, 0);
  for (const double count : delivered.counts) EXPECT_EQ(count, delivered.counts.front());
  cel_result* none = nullptr;
  EXPECT_EQ(cel_session_next(session.get(), 0, &none), CEL_INVALID);
}

// edge: what would wait for itself is refused, and submitting from the callback is not.
TEST_F(SessionFlow, MaySubmitFromItsCallback) {
  struct Loop {
    cel_session* session = nullptr;
    cel_image_set image_set{};
    std::vector<cel_status> flushed, closed, waited, submitted;
  } loop;
  auto options = cpu_options();
  options.max_in_flight = 1;
  options.user = &loop;
  options.on_result = [](void* user, cel_result* result) {
    cel_result_free(result);
    auto& of = *static_cast<Loop*>(user);
    of.flushed.push_back(cel_session_flush(of.session, 0));
    of.closed.push_back(cel_session_close(of.session));
    of.waited.push_back(cel_session_submit(of.session, &of.image_set, -1, nullptr));
    if (of.submitted.size() < 2)
      of.submitted.push_back(cel_session_submit(of.session, &of.image_set, 0, nullptr));
  };
  const SessionHandle session = open(pipeline_.get(), options);
  loop.session = session.get();
  loop.image_set = image_set();
  submit(session, loop.image_set);
  while (state_of(session).done < 3) std::this_thread::yield();
  EXPECT_EQ(cel_session_flush(session.get(), -1), CEL_OK);
  EXPECT_EQ(loop.submitted, (std::vector<cel_status>{CEL_OK, CEL_OK}));
  EXPECT_EQ(loop.flushed, std::vector<cel_status>(3, CEL_INVALID));
  EXPECT_EQ(loop.closed, std::vector<cel_status>(3, CEL_INVALID));
  EXPECT_EQ(loop.waited, std::vector<cel_status>(3, CEL_INVALID));
}

}  // namespace
}  // namespace cellerate::test
