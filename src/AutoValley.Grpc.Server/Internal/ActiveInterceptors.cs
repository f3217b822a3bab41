using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The interceptors of one call; those that were made for it are disposed of with it.</summary>
internal sealed class ActiveInterceptors : IAsyncDisposable
{
    private readonly List<Interceptor> _all = [];
    private readonly List<Interceptor> _owned = [];

    /// <summary>In the order in which they see the call.</summary>
    public IReadOnlyList<Interceptor> All => _all;

    public void Add(Interceptor interceptor, bool owned)
    {
        _all.Add(interceptor);
        if (owned)
            _owned.Add(interceptor);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var interceptor in _owned)
            await Disposal.OfAsync(interceptor);
    }
}
