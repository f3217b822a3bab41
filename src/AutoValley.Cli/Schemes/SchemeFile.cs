using System.Text.Json;
using System.Text.Json.Serialization;
using AutoValley.Cli.Time;
using AutoValley.V1;

namespace AutoValley.Cli.Schemes;

/// <summary>A set of collection schemes as people write it: JSON, with comments, lengths of time as <c>100ms</c> and instants as everywhere else.</summary>
internal static class SchemeFile
{
    private const long LargestBytes = 1 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="now">What now means in it, Unix nanoseconds.</param>
    /// <exception cref="CommandException">It cannot be read, or makes no sense; the message says where and why.</exception>
    public static SchemeSet Load(string path, long now)
    {
        try
        {
            if (new FileInfo(path).Length > LargestBytes)
                throw new FormatException($"larger than {LargestBytes} bytes");
            var set = JsonSerializer.Deserialize<SetEntry>(File.ReadAllBytes(path), Json) ?? throw new FormatException("null is no set of schemes");
            return new SchemeSet { Version = set.Version, Schemes = { set.Schemes.Select(scheme => ToProto(scheme, now)) } };
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or FormatException or JsonException)
        {
            throw CommandException.WrongUse($"{path}: {unusable.Message}");
        }
    }

    private static CollectionScheme ToProto(SchemeEntry entry, long now)
    {
        var scheme = new CollectionScheme { Name = entry.Name, Signals = { entry.Signals.Select(signal => ToProto(entry, signal)) } };
        if (entry.From is { } from)
            scheme.ValidFrom = InstantText.Parse(from, now);
        if (entry.Until is { } until)
            scheme.ValidUntil = InstantText.Parse(until, now);
        if (entry.When is null && (entry.Mode ?? entry.Before ?? entry.After ?? entry.AtMost) is not null)
            throw new FormatException($"scheme {entry.Name}: mode, before, after and atMost belong to a condition: when");
        scheme.Priority = entry.Priority switch
        {
            null or "normal" => CollectionScheme.Types.Priority.Unspecified,
            "high" => CollectionScheme.Types.Priority.High,
            var other => throw new FormatException($"scheme {entry.Name}: priority is '{other}', not normal or high"),
        };
        if (entry.When is { } condition)
            scheme.Trigger = ToProto(entry, condition);
        return scheme;
    }

    private static SchemeTrigger ToProto(SchemeEntry entry, string condition) => new()
    {
        Condition = condition,
        Mode = entry.Mode switch
        {
            null or "edge" => SchemeTrigger.Types.Mode.Edge,
            "while" => SchemeTrigger.Types.Mode.While,
            var other => throw new FormatException($"scheme {entry.Name}: mode is '{other}', not edge or while"),
        },
        BeforeNanos = Nanos(entry.Before),
        AfterNanos = Nanos(entry.After),
        MinimumIntervalNanos = Nanos(entry.AtMost),
    };

    private static SchemeSignal ToProto(SchemeEntry scheme, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
            return new SchemeSignal { Name = element.GetString() };
        var entry = element.ValueKind == JsonValueKind.Object ? element.Deserialize<SignalEntry>(Json) : null;
        if (entry is null)
            throw new FormatException($"scheme {scheme.Name}: a signal is a name, or an object with one");
        var sampling = new Sampling { EveryNanos = Nanos(entry.Every), AtMostEachNanos = Nanos(entry.AtMost), HeartbeatNanos = Nanos(entry.Heartbeat) };
        switch (entry.OnChange)
        {
            case null or { ValueKind: JsonValueKind.False }:
                break;
            case { ValueKind: JsonValueKind.True }:
                sampling.DeadBand = 0;
                break;
            case { ValueKind: JsonValueKind.Number } band:
                sampling.DeadBand = band.GetDouble();
                break;
            default:
                throw new FormatException($"scheme {scheme.Name}: onChange of {entry.Name} is true, or a dead band");
        }
        return new SchemeSignal { Name = entry.Name, Sampling = sampling };
    }

    private static ulong Nanos(string? text) => text is null ? 0 : (ulong)DurationText.Parse(text);

    private sealed record SetEntry
    {
        public ulong Version { get; init; }

        public required List<SchemeEntry> Schemes { get; init; }
    }

    private sealed record SchemeEntry
    {
        public required string Name { get; init; }

        public required List<JsonElement> Signals { get; init; }

        public string? When { get; init; }

        public string? Mode { get; init; }

        public string? Before { get; init; }

        public string? After { get; init; }

        public string? AtMost { get; init; }

        public string? Priority { get; init; }

        public string? From { get; init; }

        public string? Until { get; init; }
    }

    private sealed record SignalEntry
    {
        public required string Name { get; init; }

        public string? Every { get; init; }

        public string? AtMost { get; init; }

        public JsonElement? OnChange { get; init; }

        public string? Heartbeat { get; init; }
    }
}
