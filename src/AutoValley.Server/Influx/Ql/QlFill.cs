namespace AutoValley.Server.Influx.Ql;

/// <summary>What an empty interval gives.</summary>
internal enum QlFill
{
    /// <summary>Null; of a count 0.</summary>
    Null,

    /// <summary>No row.</summary>
    None,

    /// <summary>What the one before gave.</summary>
    Previous,

    /// <summary>What lies on the line between its neighbours.</summary>
    Linear,

    /// <summary>A number.</summary>
    Number,
}
