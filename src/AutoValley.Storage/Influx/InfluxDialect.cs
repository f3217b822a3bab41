namespace AutoValley.Storage.Influx;

/// <summary>Which of InfluxDB's HTTP interfaces is spoken.</summary>
public enum InfluxDialect
{
    /// <summary>Found out by what <c>/ping</c> and <c>/health</c> answer.</summary>
    Auto,

    /// <summary><c>/write</c> with database and retention policy, and a user's name and password.</summary>
    V1,

    /// <summary><c>/api/v2/write</c> with organisation and bucket, and a token.</summary>
    V2,

    /// <summary>As <see cref="V2"/>; the bucket is the database.</summary>
    V3,
}
