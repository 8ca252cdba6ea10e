/** The C ABI of Cellerate for host programs: load a CellProfiler pipeline, hand over images as they arrive,
 * get tables and label images back.
 *
 *    cel_pipeline_open, cel_session_open, then again and again cel_session_submit and cel_session_next,
 *    cel_session_close
 *
 *  Every struct but cel_metadata starts with struct_size, which the caller sets to sizeof before each call,
 * also where the library fills it: later minor versions append fields, nothing else changes within a major
 * version. A field that is zero stands for its default. Handles are opaque. Text is UTF-8, ended by NUL.
 *
 *  Functions return CEL_OK or say what went wrong, with the reason in cel_last_error(); null handles and
 * structs of the wrong size are CEL_INVALID. No exception crosses. Each function names its threads:
 * [any thread] may be called by several threads at once, also for the same handle; [one thread] by one thread
 * at a time for the same handle.
 *
 *  Types of pixels (CEL_U8, CEL_U16, ...), of values (CEL_VALUE_*), of settings (CEL_SETTING_*) and of names
 * (CEL_NAME_*) are those of plugin.h.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CELLERATE_CELLERATE_H
#define CELLERATE_CELLERATE_H

#include <cellerate/plugin.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A program runs with a library of the same major and the same or a newer minor version. */
#define CEL_HOST_ABI_MAJOR 1
#define CEL_HOST_ABI_MINOR 0

#if defined(_WIN32)
#define CEL_API
#else
#define CEL_API __attribute__((visibility("default")))
#endif

/* Statuses beside those of plugin.h (CEL_OK, CEL_ERROR, CEL_ABSENT, CEL_CANCELLED, CEL_SKIPPED). */
#define CEL_INVALID 5      /**< an argument is wrong; the call did nothing */
#define CEL_BUSY 6         /**< no room for another image set within the time given: try again */
#define CEL_FAULTY 7       /**< the pipeline cannot run; its faults say why */
#define CEL_UNREADABLE 8   /**< a file is missing, or is not what it should be */
#define CEL_UNWRITABLE 9   /**< a file or folder cannot be written */
#define CEL_NO_DEVICE 10   /**< there is no such device, or it failed */
#define CEL_UNSUPPORTED 11 /**< this build or this session cannot do it */

/* -- library --------------------------------------------------------------------------------------- */

/** Version of this interface that the library has. A program compares with CEL_HOST_ABI_*.  [any thread] */
CEL_API void cel_abi_version(int32_t* major, int32_t* minor);

/** Version of the library, "0.1.0". Lives as long as the library.  [any thread] */
CEL_API const char* cel_version(void);

/** Why the last call of this thread failed; "" if it did not. Valid until this thread's next call.  [any
 * thread] */
CEL_API const char* cel_last_error(void);

/* -- pipelines ------------------------------------------------------------------------------------- */

/** A pipeline, read and checked. It never changes; several sessions may be opened with it. */
typedef struct cel_pipeline cel_pipeline;

/** How to load a pipeline. All pointers may be null and are used during the call alone, but for log. */
typedef struct cel_load_options {
  uint32_t struct_size;
  const char* plugin_path;  /**< plugin libraries or folders of them, parted by ':' */
  const char* data_file;    /**< table for LoadData; without one its images are those that the modules need */
  const char* input_folder; /**< CellProfiler's default input folder; null: the pipeline file's */
  const char* output_folder; /**< default output folder: what the pipeline writes; null: the current */
  /** Gets what modules have to say. Called by any thread, also by several at once, until the pipeline and
   * all of its sessions are closed. */
  void (*log)(void* user, int32_t level, const char* message);
  void* log_user;
} cel_load_options;

/** Reads and checks a pipeline file (.cppipe, .cpproj, .json; told by the content).  [any thread]
 *  @param options  may be null
 *  @param pipeline set for CEL_OK and for CEL_FAULTY, then to be closed by the caller; else null
 *  @return CEL_OK; CEL_FAULTY if it cannot run: cel_pipeline_fault() lists every reason; CEL_UNREADABLE */
CEL_API cel_status cel_pipeline_open(const char* file, const cel_load_options* options,
                                     cel_pipeline** pipeline);

/** The same of a file's content.  [any thread]
 *  @param bytes used during the call alone
 *  @param name  what messages call it; null: "pipeline" */
CEL_API cel_status cel_pipeline_parse(const void* bytes, uint64_t size, const char* name,
                                      const cel_load_options* options, cel_pipeline** pipeline);

/** Its sessions live on. Null is allowed.  [one thread] */
CEL_API void cel_pipeline_close(cel_pipeline* pipeline);

/* What a pipeline is made of: ask for the count, then for each entry by index. Texts live as long as the
 * pipeline.  [any thread]  An index out of range is CEL_ABSENT. */

/** Something that is wrong with the pipeline. */
typedef struct cel_fault_info {
  uint32_t struct_size;
  int32_t module_number; /**< 1-based, disabled modules count */
  const char* module;
  const char* setting; /**< CellProfiler's words for it; "" if it is none in particular */
  const char* message;
} cel_fault_info;
CEL_API uint64_t cel_pipeline_fault_count(const cel_pipeline* pipeline);
CEL_API cel_status cel_pipeline_fault(const cel_pipeline* pipeline, uint64_t index, cel_fault_info* fault);

/** An image, or a label image, that an input module (NamesAndTypes, LoadData, LoadImages) gives: each image
 * set has all of them. */
typedef struct cel_channel_info {
  uint32_t struct_size;
  int32_t kind; /**< CEL_NAME_IMAGE or CEL_NAME_OBJECTS */
  const char* name;
  int32_t module_number;
} cel_channel_info;
CEL_API uint64_t cel_pipeline_channel_count(const cel_pipeline* pipeline);
CEL_API cel_status cel_pipeline_channel(const cel_pipeline* pipeline, uint64_t index,
                                        cel_channel_info* channel);

/** A module of the file, enabled or not. */
typedef struct cel_module_info {
  uint32_t struct_size;
  int32_t number; /**< 1-based position in the file */
  int32_t revision;
  int32_t enabled;
  const char* name;
  uint64_t setting_count;
} cel_module_info;
CEL_API uint64_t cel_pipeline_module_count(const cel_pipeline* pipeline);
CEL_API cel_status cel_pipeline_module(const cel_pipeline* pipeline, uint64_t index, cel_module_info* module);

/** A line of a module, as the file has it. */
typedef struct cel_setting_info {
  uint32_t struct_size;
  int32_t kind; /**< CEL_SETTING_* */
  const char* text;
  const char* value;
  const char* choices; /**< the allowed values, one a line; "" where anything of the kind is */
} cel_setting_info;
CEL_API cel_status cel_pipeline_setting(const cel_pipeline* pipeline, int32_t module_number, uint64_t index,
                                        cel_setting_info* setting);

/** An object set that a module makes. */
typedef struct cel_object_set_info {
  uint32_t struct_size;
  int32_t module_number;
  const char* name;
} cel_object_set_info;
CEL_API uint64_t cel_pipeline_object_set_count(const cel_pipeline* pipeline);
CEL_API cel_status cel_pipeline_object_set(const cel_pipeline* pipeline, uint64_t index,
                                           cel_object_set_info* object_set);

/** A measurement that a module declares. A result has those that were made, in columns of the same names. */
typedef struct cel_column_info {
  uint32_t struct_size;
  int32_t type;       /**< CEL_VALUE_* */
  const char* object; /**< "Image", "Experiment" or an object set */
  const char* feature;
  int32_t module_number; /**< 0: the run's own */
} cel_column_info;
CEL_API uint64_t cel_pipeline_column_count(const cel_pipeline* pipeline);
CEL_API cel_status cel_pipeline_column(const cel_pipeline* pipeline, uint64_t index, cel_column_info* column);

/* -- sessions -------------------------------------------------------------------------------------- */

/** A pipeline at work: threads and a device that run image sets as they are submitted. */
typedef struct cel_session cel_session;
/** What came of an image set. */
typedef struct cel_result cel_result;

/** How to run. All pointers may be null and are used during cel_session_open alone, but for on_result. */
typedef struct cel_session_options {
  uint32_t struct_size;
  int32_t jobs;       /**< image sets that are computed at a time; 0: one, the fastest for each */
  int32_t threads;    /**< CPU threads for each of them; 0: the cores shared among the jobs */
  const char* device; /**< "auto" (also null): the first GPU, else the CPU; "cpu", "cuda", "cuda:N" */
  /** Image sets that a session holds, from submit until its final result is taken or given to on_result; 0:
   * twice the jobs. */
  uint64_t max_in_flight;
  /** Bytes of submitted pixels that a session holds; a single image set may have more. 0: no limit. */
  uint64_t max_bytes;
  /** Run database to make: a file that is not there yet; null: none. Without one, modules that export the
   * tables of a run (ExportToSpreadsheet, ExportToDatabase) do nothing. */
  const char* database;
  const char* label_folder;  /**< where label images of all object sets are written as TIFF; null: nowhere */
  const char* const* labels; /**< object sets whose label images come with the results */
  uint64_t label_count;
  const int32_t* partial_after; /**< numbers of modules after which a partial result is wanted */
  uint64_t partial_count;
  /** Gets every result, which it must free; then cel_session_next has none. Called by a thread of the
   * session, one call at a time, never by the thread that submits. It may call any function but
   * those that wait for the session: cel_session_flush, cel_session_close, and cel_session_submit with a
   * timeout. */
  void (*on_result)(void* user, cel_result* result);
  void* user;
} cel_session_options;

/** Starts the threads. Nothing of the pipeline has run yet.  [any thread]
 *  @param options may be null
 *  @param session to be closed by the caller; null if it fails
 *  @return CEL_OK; CEL_FAULTY; CEL_NO_DEVICE; CEL_UNWRITABLE for the database or a folder; CEL_INVALID for an
 *          option; CEL_UNSUPPORTED if a module works on groups of image sets as a whole (an illumination
 *          function of all images, projections), which `cellerate run` does */
CEL_API cel_status cel_session_open(const cel_pipeline* pipeline, const cel_session_options* options,
                                    cel_session** session);

/** Computes what is in flight, completes the database and runs the exporters. Results that nobody took are
 * dropped. To stop at once, call cel_session_cancel_all before. The handle is gone, whatever is returned.
 * Null is allowed.  [one thread, not in on_result]
 *  @return CEL_OK; CEL_UNWRITABLE or CEL_ERROR if the database or an exporter failed */
CEL_API cel_status cel_session_close(cel_session* session);

/** "cpu, 4 threads" or "NVIDIA H200, cuda:0". Lives as long as the session.  [any thread] */
CEL_API const char* cel_session_device(const cel_session* session);

#define CEL_MEMORY_HOST 0
#define CEL_MEMORY_CUDA 1

/** The pixels of a channel: height rows of width pixels, each with `channels` samples side by side (1: gray,
 * 3: red, green, blue). They are scaled as NamesAndTypes scales a file of that type: by default to sample /
 * (full scale of the integer type), floats as they are. */
typedef struct cel_channel {
  uint32_t struct_size;
  int32_t type;     /**< CEL_BOOL ... CEL_U64 */
  const char* name; /**< one of cel_pipeline_channel() */
  const void* pixels;
  int32_t memory;                  /**< CEL_MEMORY_HOST or CEL_MEMORY_CUDA */
  int32_t height, width, channels; /**< channels 0: one */
  int64_t row_stride;       /**< bytes from row to row, at least those of a row; 0: rows follow each other */
  int32_t significant_bits; /**< of integers: full scale is 2^bits - 1 (12 for most cameras); 0: the type's */
  double full_scale;        /**< the sample that becomes 1; 0: by significant_bits or type. Wins over them. */
  void* stream; /**< CEL_MEMORY_CUDA: cudaStream_t whose work makes the pixels; must live until release */
  const char* file_name; /**< becomes FileName_, also for SaveImages; null: that measurement is left out */
  const char* path_name; /**< its folder: PathName_; null: left out */
} cel_channel;

typedef struct cel_metadata {
  /** Becomes Metadata_<key> of the image set: of the type that the pipeline gives it, else a text; where
   * LoadData has no table, numbers are numbers. */
  const char* key;
  const char* value;
} cel_metadata;

/** One image set. The struct and its texts are copied; pixels are borrowed. */
typedef struct cel_image_set {
  uint32_t struct_size;
  uint64_t channel_count;
  const cel_channel* channels; /**< an array of structs of channels[0].struct_size bytes each */
  uint64_t metadata_count;
  const cel_metadata* metadata;
  void* user_tag; /**< comes back with the results; never looked at */
  /** Called once, by a thread of the session, as soon as the pixels are not needed any more, also if the
   * image set fails or is cancelled; never if submit fails. Null: they must live until the final result. It
   * may call no function of the session. */
  void (*release)(void* owner);
  void* owner;
} cel_image_set;

/** Hands over an image set. Does not wait for the computation.  [any thread]
 *  @param timeout_ms how long to wait for room: 0 not at all, -1 for as long as it takes
 *  @param number     of the image set, from 1; may be null
 *  @return CEL_OK; CEL_BUSY if max_in_flight or max_bytes is reached; CEL_INVALID with the channel and the
 *          reason; CEL_UNSUPPORTED for CUDA memory in a session on the CPU or a build without CUDA */
CEL_API cel_status cel_session_submit(cel_session* session, const cel_image_set* image_set,
                                      int64_t timeout_ms, int64_t* number);

/** Where a session stands. */
typedef struct cel_session_state {
  uint32_t struct_size;
  uint64_t waiting;   /**< submitted, not begun */
  uint64_t computing; /**< begun */
  uint64_t ready;     /**< final results that nobody has taken yet */
  uint64_t capacity;  /**< max_in_flight: submit finds room while waiting + computing + ready is less */
  uint64_t bytes;     /**< of submitted pixels that are not released */
  uint64_t submitted, done, skipped, failed, cancelled; /**< image sets since open */
} cel_session_state;
/** [any thread] */
CEL_API cel_status cel_session_get_state(cel_session* session, cel_session_state* state);

/** The next result, partial or final, in the order of their making.  [any thread]
 *  @param timeout_ms how long to wait: 0 not at all, -1 for as long as it takes
 *  @param result     to be freed by the caller; null if there is none
 *  @return CEL_OK; CEL_ABSENT if there is none in that time, or nothing in flight that could give one;
 *          CEL_INVALID if the session has on_result */
CEL_API cel_status cel_session_next(cel_session* session, int64_t timeout_ms, cel_result** result);

/** Waits until all that was submitted before is computed and, with on_result, delivered.  [any thread, not in
 * on_result]
 *  @return CEL_OK; CEL_BUSY if it takes longer */
CEL_API cel_status cel_session_flush(cel_session* session, int64_t timeout_ms);

/** Asks an image set to stop. Its final result comes with CEL_CANCELLED, unless it is done before.  [any
 * thread]
 *  @return CEL_OK; CEL_ABSENT if it is not in flight */
CEL_API cel_status cel_session_cancel(cel_session* session, int64_t number);
/** The same for all that are in flight.  [any thread] */
CEL_API cel_status cel_session_cancel_all(cel_session* session);

/** Changes a setting for the image sets that are submitted from now on; those in flight keep theirs. The
 * database notes it.  [any thread]
 *  @param index of the setting in its module, see cel_pipeline_setting()
 *  @return CEL_OK; CEL_FAULTY if the pipeline cannot run with it, all reasons in the message, and nothing has
 *          changed; CEL_ABSENT if there is no such module or setting; CEL_INVALID if other channels would be
 *          needed */
CEL_API cel_status cel_session_set(cel_session* session, int32_t module_number, uint64_t index,
                                   const char* value);

/* -- results --------------------------------------------------------------------------------------- */

/* All that a result hands out lives until the result is freed; it may be read by several threads at once, and
 * outlive its session. An index out of range or an unknown name is CEL_ABSENT.  [any thread] */

typedef struct cel_result_info {
  uint32_t struct_size;
  int32_t status; /**< CEL_OK; CEL_SKIPPED by FlagImage; CEL_CANCELLED; CEL_ERROR: it failed; CEL_UNWRITABLE:
                     it was computed, but could not be stored */
  int64_t number; /**< of the image set */
  void* user_tag;
  int32_t after_module;   /**< 0: the final result; else a partial one, after the module of this number */
  const char* error;      /**< "" or why: "#8 IdentifyPrimaryObjects: ... (image set 7)" */
  double seconds;         /**< of computation */
  double waiting_seconds; /**< from submit until it began */
  uint64_t metadata_count, table_count, label_count;
} cel_result_info;
CEL_API cel_status cel_result_get_info(const cel_result* result, cel_result_info* info);

CEL_API cel_status cel_result_get_metadata(const cel_result* result, uint64_t index, cel_metadata* metadata);

/** What was measured of an object set, or, with one row, of the image. Row i is of object i + 1. Image comes
 * first, object sets by name. A failed image set has what was known, a cancelled one no table. */
typedef struct cel_table {
  uint32_t struct_size;
  const char* object; /**< "Image" or the object set */
  uint64_t rows, columns;
  uint64_t index; /**< of the table, for cel_result_get_column() */
} cel_table;
CEL_API cel_status cel_result_get_table(const cel_result* result, uint64_t index, cel_table* table);
CEL_API cel_status cel_result_find_table(const cel_result* result, const char* object, cel_table* table);

/** A column: `rows` of the table values, one behind the other. */
typedef struct cel_table_column {
  uint32_t struct_size;
  int32_t type; /**< CEL_VALUE_* */
  const char* feature;
  int32_t module_number;    /**< that measured it; 0: the run itself */
  const double* values;     /**< NaN where there is none; null for texts */
  const char* const* texts; /**< null for numbers */
} cel_table_column;
CEL_API cel_status cel_result_get_column(const cel_result* result, uint64_t table, uint64_t index,
                                         cel_table_column* column);
CEL_API cel_status cel_result_find_column(const cel_result* result, const char* object, const char* feature,
                                          cel_table_column* column);

/** A label image in host memory: layers x height x width of 0 (background), 1 ... count. More than one layer
 * only where objects overlap. */
typedef struct cel_labels {
  uint32_t struct_size;
  int32_t height, width, layers, count;
  const char* object;
  const int32_t* pixels;
} cel_labels;
CEL_API cel_status cel_result_get_labels(const cel_result* result, uint64_t index, cel_labels* labels);
CEL_API cel_status cel_result_find_labels(const cel_result* result, const char* object, cel_labels* labels);

/** Null is allowed.  [one thread] */
CEL_API void cel_result_free(cel_result* result);

#ifdef __cplusplus
}
#endif
#endif
