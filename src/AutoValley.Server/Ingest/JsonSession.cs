using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Json;

namespace AutoValley.Server.Ingest;

/// <summary>A vehicle's JSON since the server's start: its signals by name and type, and the numbering of its batches.</summary>
internal sealed class JsonSession(ICatalogue catalogue, Vehicle vehicle)
{
    private readonly Lock gate = new();
    private readonly SessionId id = SessionId.New();
    private readonly Dictionary<(string Name, SignalType Type), uint> ids = [];
    private readonly BatchWriter writer = new();
    private ulong sequence;

    /// <summary>The catalogue's session; null before the first sample.</summary>
    public Session? Declared { get; private set; }

    /// <summary>Declares what is new and writes the samples as the session's next batch.</summary>
    /// <exception cref="CatalogueException">A limit of the catalogue is reached.</exception>
    public byte[] ToBatch(IReadOnlyList<JsonSample> samples, long now)
    {
        lock (gate)
        {
            Declare(samples);
            writer.Clear();
            var (time, timeBase) = (0L, -1);
            foreach (var sample in samples)
            {
                if (timeBase < 0 || sample.Time != time)
                    (time, timeBase) = (sample.Time, writer.AddTimes([sample.Time]));
                writer.AddColumn(ids[(sample.Signal, sample.Value.Type)], timeBase, sample.ToValues());
            }
            return writer.ToPayload(id, ++sequence, samples[0].Time, now, new ClockQuality(ClockSource.Unspecified, null, null));
        }
    }

    private void Declare(IReadOnlyList<JsonSample> samples)
    {
        var added = samples.Select(sample => (sample.Signal, sample.Value.Type)).Distinct().Where(key => !ids.ContainsKey(key))
            .Select((key, index) => new SignalDefinition((uint)(ids.Count + index + 1), key.Signal, key.Type)).ToArray();
        if (added.Length == 0)
            return;
        Declared = catalogue.Declare(vehicle, id, added);
        foreach (var signal in added)
            ids[(signal.Name, signal.Type)] = signal.Id;
    }
}
