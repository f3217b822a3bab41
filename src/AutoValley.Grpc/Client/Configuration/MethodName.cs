namespace Grpc.Net.Client.Configuration;

/// <summary>A method, all methods of a service, or all methods.</summary>
public sealed class MethodName
{
    /// <summary>All methods.</summary>
    public static readonly MethodName Default = new();

    /// <summary>With its package, as in <c>autovalley.v1.QueryService</c>; null or empty for all.</summary>
    public string? Service { get; set; }

    /// <summary>Null or empty for all of the service.</summary>
    public string? Method { get; set; }
}
