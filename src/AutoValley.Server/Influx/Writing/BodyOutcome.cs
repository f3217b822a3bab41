namespace AutoValley.Server.Influx.Writing;

/// <summary>What became of a body that was to be read.</summary>
internal enum BodyOutcome
{
    /// <summary>It is there.</summary>
    Read,

    /// <summary>Over <see cref="InfluxOptions.MaximumBodyBytes"/>.</summary>
    TooLarge,

    /// <summary>Over <see cref="InfluxOptions.MaximumBytesUnderWay"/>, with the others.</summary>
    TooManyUnderWay,

    /// <summary>Said to be gzip and none, or cut.</summary>
    NotGzip,

    /// <summary>Ended before its length, or too slow.</summary>
    Cut,

    /// <summary>Packed in a way that is not spoken.</summary>
    UnknownEncoding,
}
