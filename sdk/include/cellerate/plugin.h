/** The C ABI between Cellerate and its modules. Built-in modules and plugins in shared libraries use it
 * alike.
 *
 *  A library exports  const cel_plugin* cel_plugin_entry(void).  Every struct starts with struct_size, so
 * that later minor versions can append fields; nothing else changes within a major version. Text is UTF-8,
 * not terminated by NUL, and belongs to whoever hands it over; what the host hands out is valid until the
 * module's function returns, unless it says otherwise. Names of images, objects and features are
 * CellProfiler's.
 *
 *  Threads: create, declare, prepare_run and finish_run are called one at a time. run is called for several
 * image sets at once, each with a context of its own: a module keeps no state between image sets outside of
 * the group hooks. A context is used by the thread that was given it.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CELLERATE_PLUGIN_H
#define CELLERATE_PLUGIN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A plugin runs in a host of the same major and the same or a newer minor version. */
#define CEL_PLUGIN_ABI_MAJOR 1
#define CEL_PLUGIN_ABI_MINOR 1

#if defined(_WIN32)
#define CEL_PLUGIN_EXPORT __declspec(dllexport)
#else
#define CEL_PLUGIN_EXPORT __attribute__((visibility("default")))
#endif

typedef int32_t cel_status;
#define CEL_OK 0
#define CEL_ERROR 1     /**< the module or the call failed; the message says why */
#define CEL_ABSENT 2    /**< there is no such image, object set or measurement */
#define CEL_CANCELLED 3 /**< somebody asked the run to stop */
#define CEL_SKIPPED 4   /**< returned by run: leave out the rest of this image set (FlagImage) */

/** size bytes of UTF-8. */
typedef struct cel_text {
  const char* data;
  uint64_t size;
} cel_text;

/** Everything that one call may use. [the calling thread] */
typedef struct cel_context cel_context;

/** Memory that is handed over: release(owner) is called once, from any thread, when the host needs it no
 * more. */
typedef struct cel_memory {
  const void* data;
  void* owner;
  void (*release)(void* owner); /**< may be null: then the memory must live as long as the run */
} cel_memory;

/** Where kernels run; see cuda/core/queue.hpp, which has the same struct as QueueBackend. */
typedef struct cel_queue {
  uint32_t struct_size;
  int32_t kind;    /**< 0 CPU, 1 CUDA */
  int32_t ordinal; /**< CUDA device number */
  int32_t threads; /**< CPU threads that one launch may use */
  void* stream;    /**< cudaStream_t; enqueue on it, do not synchronise without need */
  void* self;
  void* (*allocate)(void* self, uint64_t bytes);
  void (*release)(void* self, void* memory, uint64_t bytes);
  void (*parallel_for)(void* self, int64_t n, int64_t grain, void* user,
                       void (*body)(void* user, int64_t begin, int64_t end));
  uint64_t* launches;
  uint64_t* copies;
} cel_queue;

/* Types of pixels. */
#define CEL_BOOL 1 /**< bytes 0 or 1 */
#define CEL_U8 2
#define CEL_U16 3
#define CEL_I16 4
#define CEL_I32 5
#define CEL_U32 6
#define CEL_F32 7
#define CEL_F64 8
#define CEL_I8 9
#define CEL_I64 10
#define CEL_U64 11

/** An image of the image set. Pixels are height x width x channels, interleaved, in the queue's memory. */
typedef struct cel_image {
  uint32_t struct_size;
  int32_t type; /**< CEL_F32, CEL_BOOL, CEL_F64 or CEL_I32 */
  int32_t height, width, channels;
  cel_memory pixels;
  cel_memory mask;      /**< height x width bytes 0 or 1; data null: no mask of its own */
  cel_memory crop_mask; /**< mask of the crop, of the size of the image before the crop; data null: none */
  int32_t crop_height, crop_width;
  cel_text parent; /**< put: image whose mask and crop are inherited and whose file names are its own; may be
                      empty */
  double scale;    /**< greatest value of the camera's range; 0 if unknown, then the parent's */
  cel_text file_name, path_name; /**< of the file that the image or its ancestor came from; may be empty */
  int32_t has_mask;              /**< get: itself or an ancestor has one */
  int32_t has_crop_mask;
  int32_t channel_stack; /**< the channels are images of their own, not colors: saved as pages of a file */
} cel_image;

/** Objects: labels 0 (background), 1 ... count, in the queue's memory; several layers only where objects
 * overlap. */
typedef struct cel_objects {
  uint32_t struct_size;
  int32_t height, width, layers;
  int32_t count;            /**< highest label */
  cel_memory labels;        /**< layers x height x width of int32 */
  cel_memory unedited;      /**< before objects were discarded: one layer; data null: as labels */
  cel_memory small_removed; /**< after removal of small ones, before the border's: one layer; data null: as
                               unedited */
  cel_text parent_image;    /**< image they were found in; may be empty */
} cel_objects;

/** Objects' pixels by object, see RegionsView in cuda/core/view.hpp; in the queue's memory, lives as long as
 * the set. */
typedef struct cel_regions {
  uint32_t struct_size;
  int32_t height, width, count;
  const int32_t* starts; /**< count + 1 */
  const int32_t* pixels; /**< starts[count] */
  const void* boxes;     /**< count x {y0, x0, y1, x1} of int32 */
} cel_regions;

/** A decoded image file of the image set, on the host. */
typedef struct cel_raw_image {
  uint32_t struct_size;
  int32_t type; /**< any of CEL_BOOL ... CEL_I8 */
  int32_t height, width, channels, planes;
  const void* pixels; /**< planes x height x width x channels, in host memory */
  double scale;       /**< CellProfiler's divisor for 'rescale from metadata' */
  cel_text file_name, path_name;
  cel_text md5; /**< of the file, 32 hexadecimal digits */
} cel_raw_image;

/* Kinds of settings, for documentation and for `cellerate check`. */
#define CEL_SETTING_TEXT 0
#define CEL_SETTING_INTEGER 1
#define CEL_SETTING_FLOAT 2
#define CEL_SETTING_BINARY 3
#define CEL_SETTING_CHOICE 4
#define CEL_SETTING_RANGE 5
#define CEL_SETTING_IMAGE 6
#define CEL_SETTING_NEW_IMAGE 7
#define CEL_SETTING_OBJECTS 8
#define CEL_SETTING_NEW_OBJECTS 9
#define CEL_SETTING_IMAGES 10
#define CEL_SETTING_OBJECT_LIST 11
#define CEL_SETTING_MEASUREMENT 12
#define CEL_SETTING_COUNT 13
#define CEL_SETTING_FOLDER 14
#define CEL_SETTING_COLOR 15
#define CEL_SETTING_RULE 16

/** One line of a module in the pipeline file, for describe. */
typedef struct cel_setting {
  uint32_t struct_size;
  int32_t kind;
  cel_text text; /**< CellProfiler's words at the current revision */
  cel_text default_value;
  cel_text choices; /**< the allowed values, one a line; empty where anything of the kind is */
} cel_setting;

/** What the pipeline file says of one module. */
typedef struct cel_module_entry {
  uint32_t struct_size;
  int32_t number;   /**< 1-based, disabled modules count */
  int32_t revision; /**< of the values */
  cel_text name;    /**< as in the file: may be an older name of the module */
  const cel_text* values;
  uint64_t value_count;
} cel_module_entry;

/* Types of measurements. Values travel as doubles; the type decides how an export prints them. */
#define CEL_VALUE_F64 0
#define CEL_VALUE_F32 1
#define CEL_VALUE_INTEGER 2
#define CEL_VALUE_TEXT 3
#define CEL_VALUE_BLOB 4 /**< text to the module; longblob in an exported database */

/** A measurement that a module will make: object is "Image", "Experiment" or the name of an object set. */
typedef struct cel_column {
  uint32_t struct_size;
  int32_t type;
  cel_text object, feature;
  int32_t module_number;
  int32_t text_length;          /**< of CEL_VALUE_TEXT, for varchar(n); 0 = unlimited */
  int32_t available_post_group; /**< nonzero: known only when the group is done */
} cel_column;

/** Names that a pipeline defines. */
#define CEL_NAME_IMAGE 1
#define CEL_NAME_OBJECTS 2
#define CEL_NAME_ANY 3

/** A plane of an image file that the input modules may use. */
typedef struct cel_plane {
  uint32_t struct_size;
  cel_text url;                   /**< file:///... or as the file list has it */
  cel_text path;                  /**< of a local file */
  int32_t series, index, channel; /**< -1 where the file has but one */
} cel_plane;

/* Well-known folders. */
#define CEL_FOLDER_INPUT 0
#define CEL_FOLDER_OUTPUT 1
#define CEL_FOLDER_PIPELINE 2 /**< where the pipeline file is */

#define CEL_LOG_INFO 0
#define CEL_LOG_WARNING 1

/** What the host does for modules. [any function: in the phases that it names; else CEL_ERROR] */
typedef struct cel_host {
  uint32_t struct_size;

  /* -- in every phase --------------------------------------------------------------------------------------
   */
  /** Says why the module's function will return CEL_ERROR. */
  void (*set_error)(cel_context*, cel_text message);
  /** Why the last call of a host function failed. */
  cel_text (*last_error)(cel_context*);
  void (*log)(cel_context*, int32_t level, cel_text message);
  int32_t (*module_number)(cel_context*);
  cel_status (*folder)(cel_context*, int32_t which, cel_text* path);
  /** What the host knows of the run, CEL_ABSENT if it does not: "data-file" (LoadData's table), "run-id" (the
   * same for all processes of a run), "written-files" (the journal of files that modules write), "check"
   * (nothing will run: tables of inputs may be missing), "unknown-inputs" (one is: CEL_NAME_ANY). */
  cel_status (*option)(cel_context*, cel_text name, cel_text* value);

  /* -- create: faults are collected, so that all are shown at once
   * -------------------------------------------- */
  void (*fault)(cel_context*, int32_t setting_index, cel_text setting_text, cel_text message);

  /* -- declare: what the module takes and makes, in the order of the pipeline
   * ---------------------------------- */
  /** The module uses a name; a fault is recorded if no module before makes it. An image is kept for the
   * modules that need it, and no other gets it but as the parent of objects. */
  void (*needs)(cel_context*, int32_t kind, cel_text name, cel_text setting_text);
  /** CEL_NAME_ANY, in a check without a table of inputs: from then on needs() lets every name pass. */
  void (*makes)(cel_context*, int32_t kind, cel_text name);
  void (*declare_column)(cel_context*, const cel_column*);
  /** Relationships between objects that the module will record. */
  void (*declare_relationship)(cel_context*, cel_text relationship, cel_text first_object,
                               cel_text second_object);

  /* -- declare and later: what is known of the pipeline
   * -------------------------------------------------------- */
  /** All columns so far: in declare those of the modules before, later those of the whole pipeline. */
  void (*columns)(cel_context*, void* user, void (*each)(void* user, const cel_column*));
  void (*names)(cel_context*, int32_t kind, void* user,
                void (*each)(void* user, cel_text name, int32_t module_number));
  void (*relationships)(cel_context*, void* user,
                        void (*each)(void* user, int32_t module_number, cel_text relationship,
                                     cel_text first_object, cel_text second_object));
  /** The pipeline as text (version 5). */
  cel_text (*pipeline_text)(cel_context*);
  /** Name of an enabled module of the pipeline by number; CEL_ABSENT if there is none. */
  cel_status (*module_name)(cel_context*, int32_t number, cel_text* name);

  /* -- prepare_run: input modules build the image sets
   * --------------------------------------------------------- */
  uint64_t (*plane_count)(cel_context*);
  cel_status (*plane)(cel_context*, uint64_t plane, cel_plane*);
  /** Adds a plane (a page of a multi-page file, a file that LoadData names) and returns its number. */
  uint64_t (*add_plane)(cel_context*, const cel_plane*);
  /** Planes that are not kept are no part of image sets. */
  void (*keep_plane)(cel_context*, uint64_t plane, int32_t keep);
  int32_t (*plane_is_kept)(cel_context*, uint64_t plane);
  void (*set_plane_metadata)(cel_context*, uint64_t plane, cel_text key, cel_text value);
  cel_status (*plane_metadata)(cel_context*, uint64_t plane, cel_text key, cel_text* value);
  void (*plane_metadata_keys)(cel_context*, uint64_t plane, void* user,
                              void (*each)(void* user, cel_text key, cel_text value));
  /** Pages, channels and size of a plane's file, without decoding it: series x index x channel. */
  cel_status (*inspect)(cel_context*, uint64_t plane, int32_t* series, int32_t* planes, int32_t* channels);
  /** Type of a metadata key, CEL_VALUE_*; text if nobody says. */
  void (*set_metadata_type)(cel_context*, cel_text key, int32_t type);
  int32_t (*metadata_type)(cel_context*, cel_text key);
  /** Image sets are numbered from 1 in the order of adding; grouping may renumber them afterwards. */
  uint64_t (*add_image_set)(cel_context*);
  uint64_t (*image_set_count)(cel_context*);
  /** The file of a channel in an image set; several planes of one channel make a stack or overlapping
   * objects. */
  cel_status (*set_source)(cel_context*, uint64_t image_set, cel_text channel, uint64_t plane);
  void (*set_image_set_metadata)(cel_context*, uint64_t image_set, cel_text key, cel_text value);
  cel_status (*image_set_metadata)(cel_context*, uint64_t image_set, cel_text key, cel_text* value);
  /** An Image measurement that is known before the run (LoadData's columns). */
  void (*set_image_set_value)(cel_context*, uint64_t image_set, cel_text feature, int32_t type, double value,
                              cel_text text);
  /** A measurement of the experiment as a whole. */
  void (*set_experiment_value)(cel_context*, cel_text feature, cel_text text);
  /** Image sets with equal values of these keys are a group; the numbers follow the sorted keys if renumber
   * is not 0. */
  cel_status (*group_by)(cel_context*, const cel_text* keys, uint64_t count, int32_t renumber);

  /* -- run
   * --------------------------------------------------------------------------------------------------- */
  int64_t (*image_set_number)(cel_context*);
  int64_t (*group_number)(cel_context*);
  int64_t (*group_index)(cel_context*);
  int64_t (*group_length)(cel_context*);
  /** A place where the module keeps what it gathers over a group: null at first; destroy is called on it when
   * the group is done. Only for modules with prepare_group or finish_group, whose groups are processed image
   * set by image set. */
  void** (*group_slot)(cel_context*, void (*destroy)(void*));
  int32_t (*is_cancelled)(cel_context*);
  cel_status (*queue)(cel_context*, cel_queue*);
  /** Decodes the channel's file (it was read ahead). A missing or damaged file is an error of the image set.
   */
  cel_status (*read_source)(cel_context*, cel_text channel, cel_raw_image*);
  /** Decodes any other image file, e.g. a mask or a single image. */
  cel_status (*read_file)(cel_context*, cel_text path, int32_t series, int32_t index, int32_t channel,
                          cel_raw_image*);
  cel_status (*get_image)(cel_context*, cel_text name, cel_image*);
  /** The host takes over the memory, also when it fails. */
  cel_status (*put_image)(cel_context*, cel_text name, const cel_image*);
  cel_status (*get_objects)(cel_context*, cel_text name, cel_objects*);
  cel_status (*put_objects)(cel_context*, cel_text name, const cel_objects*);
  /** Pixel index of a layer of an object set; built once. */
  cel_status (*get_regions)(cel_context*, cel_text name, int32_t layer, cel_regions*);
  /** One value for each object; for "Image" one. */
  cel_status (*measure)(cel_context*, cel_text object, cel_text feature, int32_t type, const double* values,
                        uint64_t count);
  cel_status (*measure_text)(cel_context*, cel_text object, cel_text feature, const cel_text* values,
                             uint64_t count);
  /** Values of this image set; CEL_ABSENT if nobody measured them. Text features give texts, others values.
   */
  cel_status (*values)(cel_context*, cel_text object, cel_text feature, const double** values,
                       uint64_t* count);
  cel_status (*texts)(cel_context*, cel_text object, cel_text feature, const cel_text** values,
                      uint64_t* count);
  /** Rows of the table of relationships. Image numbers of 0 stand for this image set. */
  cel_status (*relate)(cel_context*, cel_text relationship, cel_text first_object, cel_text second_object,
                       uint64_t count, const int64_t* first_image, const int64_t* first,
                       const int64_t* second_image, const int64_t* second);

  /* -- finish_run: all image sets are in the run database
   * ------------------------------------------------------ */
  void (*stored_image_sets)(cel_context*, void* user, void (*each)(void* user, int64_t image_number));
  /** Values of an image set of the run. Valid until the next call for another image set. */
  cel_status (*stored_values)(cel_context*, int64_t image_number, cel_text object, cel_text feature,
                              const double** values, uint64_t* count);
  cel_status (*stored_texts)(cel_context*, int64_t image_number, cel_text object, cel_text feature,
                             const cel_text** values, uint64_t* count);
  /** What was measured in any image set (columns() has what was declared). */
  void (*stored_columns)(cel_context*, void* user, void (*each)(void* user, const cel_column*));
  void (*stored_relationships)(cel_context*, int64_t image_number, void* user,
                               void (*each)(void* user, int32_t module_number, cel_text relationship,
                                            cel_text first_object, int64_t first_image, int64_t first,
                                            cel_text second_object, int64_t second_image, int64_t second));
  /** A measurement of the experiment as a whole, in finish_run; later modules see it. */
  cel_status (*measure_experiment)(cel_context*, cel_text feature, int32_t type, double value);

  /* -- run and finish_group, since 1.1
   * --------------------------------------------------------------------------- */
  /** An image that the module's hook make_image puts when somebody first asks for it, if anybody does. */
  cel_status (*offer_image)(cel_context*, cel_text name);
} cel_host;

/** A module: its name is its name in the pipeline file. All pointers live as long as the library is loaded.
 */
typedef struct cel_module_class {
  uint32_t struct_size;
  int32_t revision; /**< variable_revision_number of the settings it describes */
  const char* name;
  const char* const* aliases; /**< older names, ended by null; may be null */
  const char* category;       /**< as in CellProfiler's menu: "Object Processing" */
  const char* summary;        /**< one sentence */

  /** Calls each for every setting, in the order of the file, with defaults. */
  void (*describe)(void* user, void (*each)(void* user, const cel_setting*));
  /** Makes a module of its settings. Faults go to host->fault; with any, *module may stay null. */
  cel_status (*create)(const cel_host*, cel_context*, const cel_module_entry*, void** module);
  void (*destroy)(void* module);
  /** Says what it takes and makes. Called once, in the order of the pipeline, before anything is read. */
  cel_status (*declare)(const void* module, const cel_host*, cel_context*);

  /* Hooks; each may be null. prepare_group gets the first image set of the group before anything is loaded,
   * finish_group the last one with all its images and objects, also where it failed or was skipped. */
  cel_status (*prepare_run)(const void* module, const cel_host*, cel_context*);
  cel_status (*prepare_group)(const void* module, const cel_host*, cel_context*);
  cel_status (*run)(const void* module, const cel_host*, cel_context*);
  cel_status (*finish_group)(const void* module, const cel_host*, cel_context*);
  cel_status (*finish_run)(const void* module, const cel_host*, cel_context*);
  /** Whether a module with these settings makes use of its hooks of groups; null: it does. Where no module
   * does, image sets of a group run at once. */
  int32_t (*works_on_groups)(const void* module);

  /* -- since 1.1; each may be null */
  /** Looks at every image set of a group before any of them is run, in their order: what is averaged over a
   * group and then used in it. The modules before this one have made the image that gathers_from names; what
   * they measure here is dropped. What is gathered goes to group_slot. */
  cel_status (*gather)(const void* module, const cel_host*, cel_context*);
  /** The image that gather looks at: modules after its maker are not run for it. Empty: with these settings
   * nothing is gathered. Goes with gather. */
  cel_text (*gathers_from)(const void* module);
  /** Puts an image that the module has offered (offer_image), with the context of the same image set. */
  cel_status (*make_image)(const void* module, const cel_host*, cel_context*, cel_text name);
} cel_module_class;

/** What a library holds. */
typedef struct cel_plugin {
  uint32_t struct_size;
  int32_t abi_major, abi_minor;
  const char* name; /**< of the library, for messages */
  const char* version;
  const cel_module_class* const* modules;
  uint64_t module_count;
} cel_plugin;

/** The one symbol that a library exports: "cel_plugin_entry". */
typedef const cel_plugin* (*cel_plugin_entry_fn)(void);

#ifdef __cplusplus
}
#endif
#endif
