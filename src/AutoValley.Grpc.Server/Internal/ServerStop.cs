using Grpc.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// The host's stop as calls see it. From its beginning no call is taken; those that run may finish until its limit, which comes so long before the
/// host cuts its connections (<see cref="HostOptions.ShutdownTimeout"/>) that they can be told.
/// </summary>
internal sealed class ServerStop : IDisposable
{
    // Twice what a caller that does not read is given; of a short stop, half.
    private static readonly TimeSpan LongestReserve = 2 * ResponseBody.EarlyEndGrace;

    private readonly CancellationTokenSource _limit = new();
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _beginning;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private DeadlineTimer? _timer;

    public ServerStop(IHostApplicationLifetime lifetime, IOptions<HostOptions> host, TimeProvider clock)
    {
        (_timeout, _clock) = (host.Value.ShutdownTimeout, clock);
        _stopping = lifetime.ApplicationStopping;
        _beginning = _stopping.UnsafeRegister(static stop => ((ServerStop)stop!).Begin(), this);
    }

    /// <summary>Whether new calls are refused.</summary>
    public bool HasBegun => _stopping.IsCancellationRequested;

    /// <summary>Cancelled when the calls that still run have to end.</summary>
    public CancellationToken Limit => _limit.Token;

    public void Dispose()
    {
        _beginning.Dispose();
        _timer?.Dispose();
    }

    private void Begin()
    {
        // A host without a limit of its own waits for its calls.
        if (_timeout == Timeout.InfiniteTimeSpan)
            return;
        var reserve = _timeout < 2 * LongestReserve ? _timeout / 2 : LongestReserve;
        _timer = new DeadlineTimer(_clock, _clock.GetUtcNow().UtcDateTime + (_timeout - reserve), _limit.Cancel);
    }
}
