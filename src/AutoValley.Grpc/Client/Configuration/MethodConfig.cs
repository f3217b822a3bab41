namespace Grpc.Net.Client.Configuration;

/// <summary>What is done for some methods.</summary>
public sealed class MethodConfig
{
    /// <summary>For which methods; each name stands in one entry only.</summary>
    public IList<MethodName> Names { get; } = [];

    /// <summary>How calls that failed are made again; null for not at all.</summary>
    public RetryPolicy? RetryPolicy { get; set; }
}
