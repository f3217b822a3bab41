namespace AutoValley.Server.Influx.Ql;

/// <summary>What can be shown.</summary>
internal enum QlShown
{
    /// <summary>Databases.</summary>
    Databases,

    /// <summary>Measurements.</summary>
    Measurements,

    /// <summary>Fields and their types.</summary>
    FieldKeys,

    /// <summary>Tags.</summary>
    TagKeys,

    /// <summary>Values of tags.</summary>
    TagValues,

    /// <summary>Measurements with tags.</summary>
    Series,

    /// <summary>Retention policies.</summary>
    RetentionPolicies,
}
