using System.Runtime.InteropServices;
using System.Text;
using MLSeq.Tool;

// Box-drawing characters and progress bars need UTF-8 on Windows consoles.
if (!Console.IsOutputRedirected)
{
    Console.OutputEncoding = Encoding.UTF8;
}

using var cancellation = new CancellationTokenSource();

// The first Ctrl-C ends the run cleanly; a second one ends the process at once.
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
};
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    cancellation.Cancel();
});

return new CommandLine(ToolConsole.System(cancellation.Token), cancellation.Token).Run(args);
