using System.Net;
using AutoValley.Server.Ingest;
using AutoValley.Server.Live;
using AutoValley.Server.Maintenance;
using AutoValley.Server.Query;
using AutoValley.Storage;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Configuration;

namespace AutoValley.Server.Configuration;

/// <summary>
/// Settings → <see cref="ServerOptions"/>. They come from <c>appsettings.json</c> in the working folder, then
/// <c>AUTOVALLEY__…</c> environment variables (<c>AUTOVALLEY__LISTEN__MQTT=1884</c>), then the command line; the later wins.
/// </summary>
internal static class ServerOptionsReader
{
    private static readonly string[] Sections = ["Listen", "Stop", "Web", "Mqtt", "Ingest", "InfluxApi", "Broker", "Store", "Influx", "Retention", "Query", "Live", "Site"];

    /// <summary>Whether a key may begin so; what follows is checked by <see cref="Read"/>.</summary>
    public static bool IsSection(string first) => Sections.Append("Data").Contains(first, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="SettingsException">Names every key that is wrong.</exception>
    public static ServerOptions Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        var options = new ServerOptions
        {
            DataFolder = reader.Text("Data", new ServerOptions().DataFolder),
            Listen = ReadListen(reader),
            Web = WebOptionsReader.Read(reader),
            StopTimeout = reader.Duration("Stop:Timeout", new ServerOptions().StopTimeout, TimeSpan.Zero, TimeSpan.FromHours(1)),
            MqttSystemInterval = reader.Duration("Mqtt:SystemInterval", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(1)),
            Ingest = ReadIngest(reader),
            Influx = InfluxOptionsReader.Read(reader),
            Broker = BrokerOptionsReader.Read(reader),
            Store = ReadStore(reader),
            Retention = ReadRetention(reader),
            Query = ReadQuery(reader),
            Live = ReadLive(reader),
            Site = SiteOptionsReader.Read(reader),
        };
        options = options with { InfluxStore = InfluxStoreReader.Read(reader, options) };
        reader.RefuseUnknown(Sections);
        return reader.Errors.Count == 0 ? options : throw new SettingsException(reader.Errors);
    }

    private static ListenSettings ReadListen(SettingsReader reader)
    {
        var standard = new ListenSettings();
        var listen = new ListenSettings
        {
            Http = reader.Endpoint("Listen:Http", standard.Http),
            Grpc = reader.Endpoint("Listen:Grpc", standard.Grpc),
            Mqtt = reader.Endpoint("Listen:Mqtt", standard.Mqtt),
            Insecure = reader.Flag("Listen:Insecure", standard.Insecure),
            PingDelay = reader.Duration("Listen:PingDelay", standard.PingDelay, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            PingTimeout = reader.Duration("Listen:PingTimeout", standard.PingTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            Tls = TlsReader.Read(reader),
        };
        foreach (var (name, address) in listen.All.Where(port => !listen.Insecure && !IPAddress.IsLoopback(port.Address.Address)))
            reader.Fail($"Listen:{name}", $"is {address}: a port on an address that others reach needs --insecure, because nobody is asked who he is");
        foreach (var clash in listen.All.Where(port => port.Address.Port != 0).GroupBy(port => port.Address).Where(group => group.Count() > 1))
            reader.Fail($"Listen:{clash.Last().Name}", $"is {clash.Key}, as is Listen:{clash.First().Name}");
        return listen;
    }

    private static IngestOptions ReadIngest(SettingsReader reader)
    {
        var standard = new IngestOptions();
        return new IngestOptions
        {
            MaximumBatchBytes = (int)reader.Bytes("Ingest:MaximumBatchBytes", standard.MaximumBatchBytes, 1 << 10, 64 << 20),
            MaximumColumns = (int)reader.Number("Ingest:MaximumColumns", standard.MaximumColumns, 1, 65_536),
            MaximumSamples = (int)reader.Number("Ingest:MaximumSamples", standard.MaximumSamples, 1, 10_000_000),
            MaximumJsonBytes = (int)reader.Bytes("Ingest:MaximumJsonBytes", standard.MaximumJsonBytes, 64, 1 << 20),
        };
    }

    private static StoreSettings ReadStore(SettingsReader reader)
    {
        var standard = new StoreSettings();
        return new StoreSettings
        {
            BackEnd = reader.Choice("Store:BackEnd", standard.BackEnd),
            SealAge = reader.Duration("Store:SealAge", standard.SealAge, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            SealBytes = reader.Bytes("Store:SealBytes", standard.SealBytes, 1 << 20, StoreOptions.MaximumSegmentBytes),
            MaximumUnsealedBytes = reader.Bytes("Store:MaximumUnsealedBytes", standard.MaximumUnsealedBytes, 1 << 20, 64L << 30),
            MaximumJournalBytes = reader.Bytes("Store:MaximumJournalBytes", standard.MaximumJournalBytes, 0, 1L << 50),
            MaximumBatchDays = (int)reader.Number("Store:MaximumBatchDays", standard.MaximumBatchDays, 1, 100_000),
            MaximumDays = (int)reader.Number("Store:MaximumDays", standard.MaximumDays, 1, 100_000),
            MaximumSessionHoles = (int)reader.Number("Store:MaximumSessionHoles", standard.MaximumSessionHoles, 0, WatermarkCodec.MaximumRanges - 1),
            ColumnCacheBytes = reader.Bytes("Store:ColumnCacheBytes", standard.ColumnCacheBytes, 0, 1L << 40),
        };
    }

    private static RetentionOptions ReadRetention(SettingsReader reader)
    {
        var standard = new RetentionOptions();
        return new RetentionOptions
        {
            MaximumAge = reader.Duration("Retention:MaximumAge", standard.MaximumAge, TimeSpan.Zero, TimeSpan.FromDays(36_500)),
            VisitAge = reader.Duration("Retention:VisitAge", standard.VisitAge, TimeSpan.Zero, TimeSpan.FromDays(36_500)),
            AlarmAge = reader.Duration("Retention:AlarmAge", standard.AlarmAge, TimeSpan.Zero, TimeSpan.FromDays(36_500)),
            AuditAge = reader.Duration("Retention:AuditAge", standard.AuditAge, TimeSpan.Zero, TimeSpan.FromDays(36_500)),
            MaximumBytes = reader.Bytes("Retention:MaximumBytes", standard.MaximumBytes, 0, 1L << 50),
            Interval = reader.Duration("Retention:Interval", standard.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        };
    }

    private static QueryOptions ReadQuery(SettingsReader reader)
    {
        var standard = new QueryOptions();
        return new QueryOptions
        {
            MaximumSignals = (int)reader.Number("Query:MaximumSignals", standard.MaximumSignals, 1, 1_000_000),
            MaximumBuckets = reader.Number("Query:MaximumBuckets", standard.MaximumBuckets, 1, 1_000_000_000),
            MaximumSamples = reader.Number("Query:MaximumSamples", standard.MaximumSamples, 0, long.MaxValue),
            MaximumSpans = reader.Number("Query:MaximumSpans", standard.MaximumSpans, 1, long.MaxValue),
            MaximumPercentileSamples = (int)reader.Number(
                "Query:MaximumPercentileSamples", standard.MaximumPercentileSamples, 1, 1 << 30),
            MaximumAlignedSignals = (int)reader.Number("Query:MaximumAlignedSignals", standard.MaximumAlignedSignals, 1, 100_000),
            MaximumAlignedRows = reader.Number("Query:MaximumAlignedRows", standard.MaximumAlignedRows, 1, long.MaxValue),
            Workers = (int)reader.Number("Query:Workers", standard.Workers, 1, 256),
            PartSamples = reader.Number("Query:PartSamples", standard.PartSamples, 1, long.MaxValue),
            MaximumConcurrent = (int)reader.Number("Query:MaximumConcurrent", standard.MaximumConcurrent, 1, 100_000),
            MaximumQueued = (int)reader.Number("Query:MaximumQueued", standard.MaximumQueued, 0, 1_000_000),
            MaximumStall = reader.Duration("Query:MaximumStall", standard.MaximumStall, TimeSpan.Zero, TimeSpan.FromHours(1)),
            MaximumStalled = (int)reader.Number("Query:MaximumStalled", standard.MaximumStalled, 0, 100_000),
        };
    }

    private static LiveOptions ReadLive(SettingsReader reader)
    {
        var standard = new LiveOptions();
        return new LiveOptions
        {
            MaximumSubscribers = (int)reader.Number("Live:MaximumSubscribers", standard.MaximumSubscribers, 1, 1_000_000),
            QueueBatches = (int)reader.Number("Live:QueueBatches", standard.QueueBatches, 1, 1_000_000),
            QueueBytes = reader.Bytes("Live:QueueBytes", standard.QueueBytes, 64 << 10, 16L << 30),
            SharedBytes = reader.Bytes("Live:SharedBytes", standard.SharedBytes, 0, 16L << 30),
        };
    }
}
