namespace AutoValley.Server.Influx.Ql;

/// <summary>A query that is not understood, or asks for what is not spoken here; the message says what and where.</summary>
internal sealed class QlException : Exception
{
    /// <param name="message">What is wrong.</param>
    public QlException(string message)
        : base(message)
    {
    }

    /// <summary>Something else than what is expected.</summary>
    public static QlException Expected(QlToken found, string expected) =>
        new($"error parsing query: found {found.Text}, expected {expected} at line {found.Line}, char {found.Column}");

    /// <summary>InfluxQL that is not spoken here.</summary>
    public static QlException NotSpoken(QlToken at, string what) =>
        new($"error parsing query: {what} is not spoken here, at line {at.Line}, char {at.Column}");
}
