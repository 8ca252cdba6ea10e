/// A part of a cv::Mat with one nucleus goes in, its label image comes back as a cv::Mat.   opencv_frames
/// nuclei.cppipe
// SPDX-License-Identifier: BSD-3-Clause
#include <cstdio>
#include <opencv2/core.hpp>

#include <cellerate/cellerate.hpp>

int main(int, char** argv) {
  cv::Mat frame(200, 300, CV_8U, cv::Scalar(20));
  cv::Mat field = frame(cv::Rect(50, 40, 180, 130));
  field(cv::Rect(60, 50, 24, 24)) = 200;
  const cellerate::Pipeline pipeline(argv[1]);
  cellerate::SessionOptions options;
  options.labels = {"Nuclei"};
  cellerate::Session session(pipeline, options);
  cellerate::ImageSet images;
  images.add("DNA", field);
  session.submit(std::move(images));
  const auto result = session.next();
  const cv::Mat labels = result->label_matrix("Nuclei");
  double most = 0;
  cv::minMaxLoc(labels, nullptr, &most);
  std::printf("%g nucleus of %d pixels\n", most, cv::countNonZero(labels));
  const bool is_there = labels.at<int>(62, 72) == 1 && labels.at<int>(10, 10) == 0;
  return labels.size() == field.size() && is_there ? 0 : 1;
}
