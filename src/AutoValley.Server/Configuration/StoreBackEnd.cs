namespace AutoValley.Server.Configuration;

/// <summary>Where samples go from the journal.</summary>
internal enum StoreBackEnd
{
    /// <summary>A file a day in the data folder.</summary>
    Sqlite,

    /// <summary>An InfluxDB; keys <c>Influx:…</c>.</summary>
    Influx,
}
