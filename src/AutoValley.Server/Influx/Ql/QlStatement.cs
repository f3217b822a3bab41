namespace AutoValley.Server.Influx.Ql;

/// <summary>A statement of InfluxQL.</summary>
internal abstract record QlStatement
{
    /// <summary><c>SELECT</c>.</summary>
    internal sealed record Select(IReadOnlyList<QlColumn> Columns, IReadOnlyList<QlSource> Sources) : QlStatement
    {
        /// <summary><c>WHERE</c>; null without.</summary>
        public QlExpression? Where { get; init; }

        /// <summary><c>GROUP BY</c> and <c>fill</c>.</summary>
        public QlGrouping Grouping { get; init; } = new();

        /// <summary>Whether the newest comes first.</summary>
        public bool IsDescending { get; init; }

        /// <summary><c>LIMIT</c> and the like.</summary>
        public QlPaging Paging { get; init; }
    }

    /// <summary><c>SHOW …</c>.</summary>
    internal sealed record Show(QlShown What) : QlStatement
    {
        /// <summary><c>ON</c>; null for that of the request.</summary>
        public string? Database { get; init; }

        /// <summary><c>FROM</c>; empty for all.</summary>
        public IReadOnlyList<QlSource> Sources { get; init; } = [];

        /// <summary><c>WITH KEY</c>, or of measurements <c>WITH MEASUREMENT</c>: which names; null for all.</summary>
        public Func<string, bool>? With { get; init; }

        /// <summary><c>WHERE</c>; null without.</summary>
        public QlExpression? Where { get; init; }

        /// <summary><c>LIMIT</c> and <c>OFFSET</c>.</summary>
        public QlPaging Paging { get; init; }
    }

    /// <summary><c>CREATE DATABASE</c>.</summary>
    internal sealed record CreateDatabase(string Name) : QlStatement;
}
