namespace AutoValley.Server.Access;

/// <summary>What web pages may do.</summary>
internal sealed record WebOptions
{
    /// <summary>In <see cref="AllowedOrigins"/>: pages from everywhere.</summary>
    public const string Any = "*";

    /// <summary>Key <c>Web:AllowedOrigins</c>: whose pages may call the server beside its own, as <c>https://plots.example</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
}
