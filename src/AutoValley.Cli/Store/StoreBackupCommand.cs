using System.CommandLine;
using System.Globalization;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Store;

/// <summary><c>store backup</c>: a copy of the store that a server can be started on, while the server goes on.</summary>
internal sealed class StoreBackupCommand : RemoteCommand
{
    private readonly Argument<string> folder = new("folder") { Description = "Where to; made when it is not there, else it has to be empty" };
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public StoreBackupCommand(Host host, GlobalOptions global)
        : base(
            "backup",
            "Copies the store to a folder while the server runs: all that was acknowledged when it began. To restore it, start a server with "
            + "--data FOLDER. Fails when a damaged day had to be left out.", host, global)
    {
        Add(folder);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var path = parsed.GetRequiredValue(folder);
        using var backup = new BackupFolder(path);
        var problems = await ReceiveAsync(server, backup);
        Rows.WriteRecord(Host, parsed.GetValue(format), [("folder", path), ("files", backup.Files), ("bytes", backup.Bytes), ("left_out", problems)]);
        if (problems > 0)
            throw CommandException.Failed($"{problems} damaged days are not in the backup; see: autovalley store verify");
    }

    private async Task<int> ReceiveAsync(Connection server, BackupFolder backup)
    {
        using var status = new StatusLine(Host, Host.ErrorIsTerminal);
        using var call = server.Store.Backup(new BackupRequest(), server.Streaming);
        var (problems, isOver, name) = (0, false, "");
        await foreach (var response in call.ResponseStream.ReadAllAsync(server.Stop))
        {
            switch (response.PartCase)
            {
                case BackupResponse.PartOneofCase.File:
                    name = response.File.Name;
                    backup.Begin(response.File);
                    break;
                case BackupResponse.PartOneofCase.Data:
                    backup.Add(response.Data.Span);
                    status.Update(_ => string.Create(CultureInfo.InvariantCulture, $"{backup.Bytes / 1e6:N0} MB, {name}"));
                    break;
                case BackupResponse.PartOneofCase.FileEnd:
                    backup.End(response.FileEnd.Sha256.Span);
                    break;
                case BackupResponse.PartOneofCase.Problem:
                    problems++;
                    await Host.Error.WriteLineAsync($"autovalley: {response.Problem.Name} is not in the backup: {response.Problem.Reason}");
                    break;
                case BackupResponse.PartOneofCase.End:
                    backup.Complete(response.End);
                    isOver = true;
                    break;
            }
        }
        return isOver ? problems : throw CommandException.Failed("the server ended the backup too early; nothing is kept");
    }
}
