using System.Text;
using AutoValley.Mqtt;

internal static class Talk
{
    public static async Task<string> HelloAsync(string address, string store, CancellationToken stop)
    {
        var client = MqttClientOptions.FromUri(address) with { ClientId = "talk", CleanStart = false, SessionExpiry = TimeSpan.FromHours(1) };
        var kept = MqttClientFileStore.Open(new MqttFileStoreOptions { Folder = store }, TimeProvider.System);
        await using var session = MqttClientSession.Start(client, new MqttSessionOptions { Store = kept }, TimeProvider.System);

        await session.SubscribeAsync(new MqttSubscription("hello/+", QualityOfService.AtLeastOnce), stop);
        var publish = new MqttPublish { Topic = "hello/world", Payload = "hi"u8.ToArray(), Qos = QualityOfService.ExactlyOnce };
        var delivery = await session.StoreAsync(publish, stop); // on disk: neither a kill nor a power cut loses it now
        await delivery.Answered; // the server has it

        var received = await session.Received.ReadAsync(stop);
        return Encoding.UTF8.GetString(received.Payload.Span);
    }
}
