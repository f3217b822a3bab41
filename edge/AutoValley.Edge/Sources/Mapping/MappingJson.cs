using System.Text.Json.Serialization;

namespace AutoValley.Edge.Sources.Mapping;

/// <summary>How a line of a mapping file is read: without reflection, as the packed agent is compiled ahead of time.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(MappingEntry))]
internal sealed partial class MappingJson : JsonSerializerContext;
