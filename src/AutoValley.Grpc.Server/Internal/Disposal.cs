namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Ends what was made for one call.</summary>
internal static class Disposal
{
    public static async ValueTask OfAsync(object made)
    {
        if (made is IAsyncDisposable asynchronous)
            await asynchronous.DisposeAsync();
        else if (made is IDisposable disposable)
            disposable.Dispose();
    }
}
